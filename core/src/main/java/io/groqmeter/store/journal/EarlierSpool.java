package io.groqmeter.store.journal;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.json.UsageLine;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code usage_spool.jsonl} in a data folder, where calls waited for the store before 2026-12-01: lines of JSON, and zeros behind them.
 */
public final class EarlierSpool {

    /** The file's name in the data folder. */
    public static final String NAME = "usage_spool.jsonl";

    private EarlierSpool() {}

    /** Takes what a spool holds. */
    private interface Taker {
        /** @return false when nothing more is taken */
        boolean take(@Nullable UsageRecord record, @Nullable OpenCall call) throws IOException;
    }

    /** Whether something waits in a folder's spool: an earlier version has left it there, or runs. */
    public static boolean waits(Path folder) {
        try (InputStream in = Files.newInputStream(folder.resolve(NAME))) {
            return in.read() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Brings what a folder's spool holds into the journal, and removes the spool. What does not fit stays for the next start.
     *
     * @param reason why calls in flight were left
     * @throws UsageStoreException when it cannot be read
     */
    public static void into(CallJournal journal, Path folder, String reason) {
        boolean all = read(
                folder,
                new RefusedCalls(folder),
                (record, call) -> record != null
                        ? journal.settle(record, Optional.empty())
                        : call == null
                                || journal.open(call.unsettled() == null ? call.unsettledBecause(reason) : call));
        if (all) {
            journal.flushed().join();
            delete(folder);
        }
    }

    /**
     * Brings what a folder's spool holds into a store, and leaves the spool as it is.
     *
     * @param aside the folder where a line is put that the store refuses although it works
     * @throws UsageStoreException when the store takes nothing
     */
    public static void into(UsageStore store, Path folder, Path aside) {
        RefusedCalls refused = new RefusedCalls(aside);
        Intake intake = new Intake(store, refused);
        read(folder, refused, (record, call) -> {
            intake.add(record, call);
            return true;
        });
        intake.flush();
    }

    private static void delete(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(NAME));
        } catch (IOException e) {
            throw new UsageStoreException(
                    "cannot remove " + folder.resolve(NAME) + ": " + e.getMessage()
                            + "; check that its folder may be written to",
                    e);
        }
    }

    /** Hands over the records as they stand there, and then the calls that are open at its end; whether all were taken. */
    private static boolean read(Path folder, RefusedCalls refused, Taker taker) {
        Map<String, OpenCall> open = new LinkedHashMap<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(folder.resolve(NAME)))) {
            for (String text = line(in); text != null; text = line(in)) {
                UsageLine line = parsed(text, refused);
                if (line instanceof UsageLine.Opened opened) {
                    open.put(opened.call().id(), opened.call());
                } else if (line instanceof UsageLine.Settled settled) {
                    open.remove(settled.record().id());
                    if (!taker.take(settled.record(), null)) {
                        return false;
                    }
                }
            }
            for (OpenCall call : open.values()) {
                if (!taker.take(null, call)) {
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            throw new UsageStoreException("cannot read " + folder.resolve(NAME) + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable UsageLine parsed(String text, RefusedCalls refused) throws IOException {
        try {
            return UsageLine.read(text);
        } catch (IOException e) {
            refused.add(text + "\n", e);
            return null;
        }
    }

    /** The next whole line; null at the end. One that was never finished was never promised to anyone. */
    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next > 0; next = in.read()) {
            if (next == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            line.write(next);
        }
        return null;
    }
}
