package io.groqmeter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.UsageQueue;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.codec.OpenCallBytes;
import io.groqmeter.store.codec.RecordBytes;
import io.groqmeter.store.json.UsageLine;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the versions before left in a data folder comes in at the first start of this one. */
class EarlierFilesTest {

    private final Path folder;
    private final Path spool;
    private final UsageStore books = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));

    EarlierFilesTest(@TempDir Path folder) {
        this.folder = folder;
        this.spool = folder.resolve(EarlierSpool.NAME);
    }

    private void start() {
        CallJournal journal = JournalFixture.open(folder);
        EarlierSpool.into(journal, folder, JournalFixture.REASON);
        UsageQueue queue = new UsageQueue(books, journal, List.of());
        queue.close();
        journal.close();
    }

    private List<String> recorded() {
        return books.after(0, 100).stream().map(each -> each.record().id()).toList();
    }

    private static OpenCall call(long n) {
        return CallingProcess.call(n, "m");
    }

    private static String line(long n) {
        return new UsageLine.Settled(CallingProcess.record(n)).text() + "\n";
    }

    private static String open(long n) {
        return new UsageLine.Opened(call(n)).text() + "\n";
    }

    /** A journal as it was written until 2026-12-01: contents without a number, the last slot only as long as its content. */
    private void earlierJournal(boolean marked) throws IOException {
        ByteBuffer header = new SlotHeader(marked ? "mine" : "", 4).bytes();
        ByteBuffer file = ByteBuffer.allocate(5 * SlotFile.SLOT);
        if (marked) {
            file.put(header);
        }
        file.put(0, "groqmeter calls 1\n".getBytes(StandardCharsets.US_ASCII));
        int end = 0;
        for (int n = 1; n <= 3; n++) {
            ByteBuffer slot = SlotFile.content(SlotFile.LONGEST);
            slot.put((byte) (n == 2 ? 'o' : 's'));
            if (n == 2) {
                OpenCallBytes.write(slot, call(n));
            } else {
                RecordBytes.write(slot, CallingProcess.record(n));
            }
            slot.flip();
            slot.putLong(0, SlotHead.of(slot.slice(SlotFile.HEAD, slot.limit() - SlotFile.HEAD), 0));
            end = n * SlotFile.SLOT + slot.limit();
            file.put(n * SlotFile.SLOT, slot, 0, slot.limit());
        }
        byte[] bytes = new byte[end];
        file.get(0, bytes);
        Files.write(folder.resolve(JournalFile.NAME), bytes);
    }

    @Test
    void a_journal_of_before_is_taken_over() throws IOException {
        for (boolean marked : new boolean[] {true, false}) {
            earlierJournal(marked);
            start();
            assertThat(recorded()).containsExactly("call-1", "call-3");
            assertThat(books.openCalls())
                    .containsExactly(
                            call(2).unsettledBecause(JournalFixture.REASON).ownedBy("mine"));
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void a_spool_of_before_comes_in_once_in_order_and_goes() throws IOException {
        Files.writeString(spool, open(1) + line(3) + open(2) + line(1) + "\0".repeat(5_000));

        start();

        assertThat(recorded()).containsExactly("call-3", "call-1");
        assertThat(books.openCalls())
                .containsExactly(call(2).unsettledBecause(JournalFixture.REASON).ownedBy("mine"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_torn_last_line_and_leftovers_behind_it_are_passed_over() throws IOException {
        Files.writeString(spool, line(1) + line(2).substring(0, 50) + "\0".repeat(500) + line(3));

        start();

        assertThat(recorded()).containsExactly("call-1");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_damaged_line_is_put_aside_and_its_neighbours_come_in() throws IOException {
        Files.writeString(spool, line(1) + "{\"settled\": {\"id\": \"gone\n" + line(2));

        start();

        assertThat(recorded()).containsExactly("call-1", "call-2");
        assertThat(folder.resolve("calls.refused")).hasContent("{\"settled\": {\"id\": \"gone\n");
        assertThat(spool).doesNotExist();
    }

    @Test
    void a_copy_takes_it_in_and_leaves_it() throws IOException {
        Files.writeString(spool, line(1) + open(2));
        assertThat(EarlierSpool.waits(folder)).isTrue();

        EarlierSpool.into(books, folder, folder);

        assertThat(recorded()).containsExactly("call-1");
        assertThat(books.openCalls()).containsExactly(call(2));
        assertThat(spool).isNotEmptyFile();
        Files.writeString(spool, "\0".repeat(100));
        assertThat(EarlierSpool.waits(folder)).isFalse();
    }
}
