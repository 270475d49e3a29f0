package io.groqmeter.simulator.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Joins neighbouring words so that a given number of groups remains. */
final class WordGroups {

    private WordGroups() {}

    /** The words themselves when no number is given; never more groups than words. */
    static List<String> into(List<String> words, OptionalInt groups) {
        if (groups.isEmpty() || groups.getAsInt() >= words.size()) {
            return words;
        }
        int count = Math.max(1, groups.getAsInt());
        List<String> joined = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) words.size() * i / count);
            int to = (int) ((long) words.size() * (i + 1) / count);
            joined.add(String.join("", words.subList(from, to)));
        }
        return joined;
    }
}
