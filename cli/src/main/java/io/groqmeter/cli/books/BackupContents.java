package io.groqmeter.cli.books;

import io.groqmeter.report.Messages;
import io.groqmeter.report.Summaries;
import io.groqmeter.report.UsageSummary;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.text.Dollars;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What a backup says of itself, in its first file, as lines of {@code name=value}.
 *
 * @param madeAt when, as ISO 8601
 * @param version the groqmeter that made it
 * @param store {@code sqlite} or {@code json}
 * @param figures of the books in it
 * @param hashes the SHA-256 of each of its files, by name
 */
public record BackupContents(String madeAt, String version, String store, Figures figures, Map<String, String> hashes) {

    /** The file's name in the backup. */
    static final String NAME = "backup.properties";

    private static final String FILE = "sha256.";

    public BackupContents {
        hashes = new TreeMap<>(hashes);
    }

    /**
     * By what one sees that books are the same.
     *
     * @param calls how many are recorded
     * @param costUsd what they cost, a decimal
     * @param open how many have no record yet: in flight, or unsettled
     */
    public record Figures(long calls, String costUsd, long open) {

        /** As people read them. */
        public String inWords(Messages words) {
            return words.say("backup.figures", calls, Dollars.exact(new BigDecimal(costUsd), words.locale()), open);
        }

        /**
         * Those of a store, once all of it was read and found sound.
         *
         * @throws UsageStoreException when it is not
         */
        static Figures of(UsageStore store, StoreHealth health, InstantSource clock) {
            if (!health.ok()) {
                throw new UsageStoreException(health.detail());
            }
            UsageSummary total = new Summaries(store, clock).total();
            return new Figures(
                    total.sums().calls(),
                    Dollars.digits(total.totalCostUsd()),
                    store.openCalls().size());
        }
    }

    String text() {
        StringBuilder text =
                new StringBuilder("# A backup of groqmeter's books. Put them back with: groqmeter restore FILE\n");
        line(text, "made_at", madeAt);
        line(text, "version", version);
        line(text, "store", store);
        line(text, "calls", Long.toString(figures.calls()));
        line(text, "cost_usd", figures.costUsd());
        line(text, "open_calls", Long.toString(figures.open()));
        hashes.forEach((name, hash) -> line(text, FILE + name, hash));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append('=').append(value).append('\n');
    }

    /** @throws IOException when it is no such text */
    static BackupContents read(String text) throws IOException {
        Properties lines = new Properties();
        try (Reader reader = new StringReader(text)) {
            lines.load(reader);
            Map<String, String> hashes = new TreeMap<>();
            for (String name : lines.stringPropertyNames()) {
                if (name.startsWith(FILE)) {
                    hashes.put(name.substring(FILE.length()), lines.getProperty(name));
                }
            }
            Figures figures = new Figures(
                    Long.parseLong(value(lines, "calls")),
                    value(lines, "cost_usd"),
                    Long.parseLong(value(lines, "open_calls")));
            return new BackupContents(
                    value(lines, "made_at"), value(lines, "version"), value(lines, "store"), figures, hashes);
        } catch (IllegalArgumentException e) {
            throw new IOException(NAME + " in it cannot be read: " + e.getMessage(), e);
        }
    }

    private static String value(Properties lines, String name) throws IOException {
        String value = lines.getProperty(name);
        if (value == null) {
            throw new IOException(NAME + " in it has no " + name);
        }
        return value;
    }
}
