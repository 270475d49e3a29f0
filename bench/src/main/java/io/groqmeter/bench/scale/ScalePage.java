package io.groqmeter.bench.scale;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes {@code docs/scale.md} from the lines the measurements printed. */
final class ScalePage {

    private static final String HEAD = """
            # Scale

            How cost grows with the number of calls kept. A view is what a command or a part of the page asks for, from the request to the last byte of
            JSON, without the network; milliseconds, median / 95th percentile of up to 60 runs after ten for warm-up. In brackets the same for the
            CPU of the asking thread: on a machine that does other work too, the difference is waiting for a core or the disk. Budgets are
            not included: `/api/budgets` reads memory only. The stores hold the calls of a company over 400 days: 300
            users, 15 projects, 40 keys, ten models, audio, speech, errors, aborted calls; the last 24 hours, 7 and 30 days end inside an hour.

            Measured on %s, %d processors of %s, %s, Java %s, load average %.0f when the page was written. The commands:

            ```sh
            bench/scale all scale   # 12 minutes on a quiet machine, 4 if the stores exist already; writes this page
            ```

            Bytes per call fall with density: where two calls rarely share an hour and a series, each has its own sums. Calls are appended after
            the latest, with the users, keys and models of all; median / 99th percentile of an append, and after the comma the average CPU
            per call. Every 1,024 calls an append also updates the sums.

            """;

    private static final String FILES = """

            ## JSON files

            One more call in `usage_log.json`, compared with the first tool's way, which reads the whole file, adds an entry, and writes the whole
            file. Medians in microseconds, CPU in brackets. Ours includes `daily_stats.json`, one entry a day, which is replaced after each batch.
            Rewriting is not tried where it would take more than five seconds a call and gigabytes of memory.
            """;

    /** What was measured on a store of one size. */
    private static final class Size {
        final Map<String, String> views = new LinkedHashMap<>();
        String bytes = "";
        String fill = "";
        final Map<Integer, String> appends = new TreeMap<>();
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
                case "append-database" ->
                    size.appends.put(Integer.parseInt(words[1]), times(words, 2) + ", " + words[6] + " a call");
                case "view" -> size.views.put(words[1], times(words, 2));
                case "append-file" -> files.add(words);
                default -> throw new IllegalArgumentException("this is no line of a measurement: " + line);
            }
        }
    }

    /** Appends have made the stores a little larger. */
    private static long nominal(String records) {
        return Math.round(Long.parseLong(records) / 100_000.0) * 100_000;
    }

    private static String head() {
        return String.format(
                Locale.ENGLISH,
                HEAD,
                LocalDate.now(),
                Runtime.getRuntime().availableProcessors(),
                processor(),
                System.getProperty("os.name"),
                System.getProperty("java.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** As Linux names it. */
    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("an unknown kind");
        } catch (IOException e) {
            return "an unknown kind";
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder(head());
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
        sizes.values().stream()
                .flatMap(size -> size.appends.keySet().stream())
                .distinct()
                .forEach(batch -> row(
                        text,
                        batch == 1 ? "append of one call, µs" : "append of " + batch + " calls, µs",
                        sizes.values().stream()
                                .map(size -> size.appends.getOrDefault(batch, ""))
                                .toList()));
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
            text.append(FILES);
            text.append("\n| entries in the file | of days | ours | rewriting the file |\n|--:|--:|--:|--:|\n");
            for (String[] words : files) {
                text.append(String.format(
                        Locale.ENGLISH,
                        "| %,d | %,d | %s | %s |%n",
                        Long.parseLong(words[1]),
                        Long.parseLong(words[2]),
                        medians(words, 3),
                        words.length > 5 ? medians(words, 5) : "not tried"));
            }
        }
        return text.toString();
    }

    private static String times(String[] words, int at) {
        return words[at] + " / " + words[at + 1] + " (" + words[at + 2] + " / " + words[at + 3] + ")";
    }

    private static String medians(String[] words, int at) {
        return String.format(
                Locale.ENGLISH, "%,.0f (%,.0f)", Double.parseDouble(words[at]), Double.parseDouble(words[at + 1]));
    }

    private static void row(StringBuilder text, String name, List<String> cells) {
        text.append("| ")
                .append(name)
                .append(" | ")
                .append(String.join(" | ", cells))
                .append(" |\n");
    }
}
