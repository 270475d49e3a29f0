package io.groqmeter.bench.page;

import io.groqmeter.bench.profile.Profile;
import io.groqmeter.bench.side.Results;
import io.groqmeter.bench.side.Turn;
import io.groqmeter.bench.side.TurnSeries;
import io.groqmeter.bench.traffic.Drive;
import io.groqmeter.bench.traffic.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code docs/benchmarks.md}, made from the files of results. The prose is a template beside this class. */
public final class BenchmarksPage {

    private static final String TEMPLATE = "benchmarks.md";

    private final Map<Workload, Results> results = new EnumMap<>(Workload.class);
    private final Path folder;

    /** Reads the results in that folder. */
    public BenchmarksPage(Path folder) throws IOException {
        this.folder = folder;
        for (Workload workload : Workload.values()) {
            Results.read(folder, workload).ifPresent(found -> results.put(workload, found));
        }
    }

    /** Writes the page. */
    public void write(Path page) throws IOException {
        Files.writeString(page, text());
    }

    /** The whole page. */
    String text() throws IOException {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("goals", new Goals(results).all().stream().map(Goal::row).collect(Collectors.joining("\n")));
        places.put("versions", versions());
        places.put("workloads", tables(false));
        places.put("latencies", tables(true));
        places.put("threads", threads());
        places.put("profiles", profiles());
        places.put("pieces", new PieceTable(folder.resolve("jmh.json")).text().strip());
        places.put(
                "libraries", new LibraryTable(folder.resolve("jmh.json")).text().strip());
        places.put("absent", absent());
        String page = template();
        for (Map.Entry<String, String> place : places.entrySet()) {
            page = page.replace("{{" + place.getKey() + "}}", place.getValue());
        }
        return page;
    }

    private static String template() throws IOException {
        try (InputStream template = BenchmarksPage.class.getResourceAsStream(TEMPLATE)) {
            if (template == null) {
                throw new IOException("the page's template is not in the jar");
            }
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        results.values().stream()
                .flatMap(each -> each.series().stream())
                .filter(series -> !series.version().isEmpty())
                .forEach(series -> versions.put(series.title().replaceAll(",.*", ""), series.version()));
        return versions.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(" · "));
    }

    private String tables(boolean open) {
        StringBuilder text = new StringBuilder();
        results.forEach((workload, found) -> {
            if (open == !(workload.drive() instanceof Drive.Closed)) {
                text.append("### ")
                        .append(workload.title())
                        .append("\n\n")
                        .append(occasion(found))
                        .append("\n\n");
                text.append(open ? times(workload, found) : new WorkloadTable(found).text())
                        .append('\n');
            }
        });
        return text.toString().strip();
    }

    private static String occasion(Results found) {
        return found.date() + ", groqmeter " + found.commit() + ", turns of " + found.turnSeconds() + " s; "
                + found.machine() + ".";
    }

    private static String times(Workload workload, Results found) {
        return switch (workload) {
            case TTFT -> new LatencyTable(found, Turn::firstByteMicros).text();
            case WAIT ->
                new LatencyTable(found, Turn::sinceSentMicros).text()
                        + "\nThe whole call, from its scheduled time to its end:\n\n"
                        + new LatencyTable(found, Turn::totalMicros).text();
            default -> new LatencyTable(found, Turn::totalMicros).text();
        };
    }

    private String threads() {
        StringBuilder text = new StringBuilder();
        for (Workload workload : new Workload[] {Workload.JSON, Workload.PACED}) {
            Results found = results.get(workload);
            if (found != null) {
                text.append("### ").append(workload.title()).append("\n\n");
                text.append(new ThreadTable(found).text()).append('\n');
            }
        }
        return text.toString().strip();
    }

    private String profiles() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String word : new String[] {"sqlite-json", "sqlite-paced"}) {
            Optional<Profile> profile = Profile.read(folder.resolve("profile-" + word + ".json"));
            if (profile.isPresent()) {
                Profile found = profile.get();
                text.append("### ")
                        .append(Workload.of(found.workload()).title())
                        .append("\n\n");
                text.append("groqmeter ").append(found.commit()).append(", ").append(found.samples());
                text.append(" samples, one a millisecond of CPU.\n\n")
                        .append(found.table())
                        .append('\n');
            }
        }
        return text.toString().strip();
    }

    /** Contenders that did not take part, and why. */
    private String absent() {
        Map<String, String> reasons = new LinkedHashMap<>();
        results.values().stream()
                .flatMap(each -> each.series().stream())
                .filter(series -> series.absent() != null)
                .forEach(series -> reasons.put(series.title(), "" + series.absent()));
        results.values().stream()
                .flatMap(each -> each.series().stream())
                .filter(series -> series.absent() == null)
                .map(TurnSeries::title)
                .forEach(reasons::remove);
        return reasons.entrySet().stream()
                .map(each -> "Not measured: " + each.getKey() + ", for " + each.getValue() + ".")
                .collect(Collectors.joining("\n\n"));
    }
}
