package io.groqmeter.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.report.format.RecordCsv;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.RecordPages;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Window;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Calls as a CSV file, with the columns of {@code groqmeter export}; one page of them in memory at a time. */
final class UsageCsv {

    private UsageCsv() {}

    static LocalResponse answer(UsageStore store, Window window, Map<Dimension, String> only) {
        Iterator<List<UsageRecord>> pages = new RecordPages(store, window, only);
        String first = RecordCsv.header() + lines(pages.next());
        Iterator<byte[]> rest = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pages.hasNext();
            }

            @Override
            public byte[] next() {
                return lines(pages.next()).getBytes(UTF_8);
            }
        };
        return CsvFile.of("calls", window, store.calendar(), first).followedBy(rest);
    }

    private static String lines(List<UsageRecord> records) {
        StringBuilder lines = new StringBuilder();
        records.forEach(record -> lines.append(RecordCsv.line(record)));
        return lines.toString();
    }
}
