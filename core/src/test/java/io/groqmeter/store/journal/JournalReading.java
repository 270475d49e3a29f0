package io.groqmeter.store.journal;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that a folder's journal holds, the contents of free slots among it. */
record JournalReading(List<OpenCall> open, List<UsageRecord> settled) {

    static JournalReading of(Path folder) {
        JournalReading reading = new JournalReading(new ArrayList<>(), new ArrayList<>());
        new JournalFile(folder).read(JournalOwner.anybody(), (place, content) -> {
            if (content.record() != null) {
                reading.settled.add(content.record());
            }
            if (content.call() != null) {
                reading.open.add(content.call());
            }
        });
        return reading;
    }
}
