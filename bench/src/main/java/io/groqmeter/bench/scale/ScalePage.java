package io.groqmeter.bench.scale;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes {@code docs/scale.md} from the lines the measurements printed. */
final class ScalePage {

    /** What was measured on a store of one size. */
    private static final class Size {
        final Map<String, String> views = new LinkedHashMap<>();
        String bytes = "";
        String fill = "";
        String append = "";
    }

    private final Map<Long, Size> sizes = new TreeMap<>();
    private final List<String[]> files = new ArrayList<>();

    private ScalePage() {}

    /** @param runs the lines of each run; those of a store begin with its number of records */
    static String of(List<List<String>> runs) {
        ScalePage page = new ScalePage();
        runs.forEach(page::read);
        return page.text();
    }

    private void read(List<String> lines) {
        Size size = new Size();
        for (String line : lines) {
            String[] words = line.split("\t", -1);
            switch (words[0]) {
                case "records" -> size = sizes.computeIfAbsent(nominal(words[1]), none -> new Size());
                case "bytes" -> size.bytes = words[1];
                case "fill" -> size.fill = String.format(Locale.ENGLISH, "%,d", Long.parseLong(words[1]));
                case "append-database" -> size.append = words[1] + " / " + words[2];
                case "view" -> size.views.put(words[1], words[2] + " / " + words[3]);
                case "append-file" -> files.add(words);
                default -> throw new IllegalArgumentException("this is no line of a measurement: " + line);
            }
        }
    }

    /** Appends have made the stores a little larger. */
    private static long nominal(String records) {
        return Math.round(Long.parseLong(records) / 100_000.0) * 100_000;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        row(
                text,
                "",
                sizes.keySet().stream()
                        .map(size -> String.format(Locale.ENGLISH, "%,d calls", size))
                        .toList());
        text.append("|---|").append("--:|".repeat(sizes.size())).append('\n');
        row(
                text,
                "bytes on disk a call",
                sizes.values().stream().map(size -> size.bytes).toList());
        row(
                text,
                "calls filled a second",
                sizes.values().stream().map(size -> size.fill).toList());
        row(
                text,
                "append of one call, µs, median / 99 %",
                sizes.values().stream().map(size -> size.append).toList());
        sizes.values().stream()
                .flatMap(size -> size.views.keySet().stream())
                .distinct()
                .forEach(view -> row(
                        text,
                        view,
                        sizes.values().stream()
                                .map(size -> size.views.getOrDefault(view, ""))
                                .toList()));
        if (!files.isEmpty()) {
            text.append("\n| entries in the file | ours, µs | rewriting the file, µs |\n|--:|--:|--:|\n");
            for (String[] words : files) {
                text.append(String.format(
                        Locale.ENGLISH,
                        "| %,d | %,.0f | %,.0f |%n",
                        Long.parseLong(words[1]),
                        Double.parseDouble(words[2]),
                        Double.parseDouble(words[3])));
            }
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String name, List<String> cells) {
        text.append("| ")
                .append(name)
                .append(" | ")
                .append(String.join(" | ", cells))
                .append(" |\n");
    }
}
