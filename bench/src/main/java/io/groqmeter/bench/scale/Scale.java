package io.groqmeter.bench.scale;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bench/scale}: fills stores, times them, and writes the page. Figures go to standard output as lines of tab-separated words. */
@Command(name = "scale", description = "Fills stores with any number of calls, and measures how their cost grows.")
public final class Scale {

    /** The database's name in a data folder, so that the gateway and its commands open it. */
    private static final String DATABASE = "groqmeter.db";

    private static final List<Long> SIZES = List.of(100_000L, 1_000_000L, 10_000_000L);

    private final PrintStream out;

    private Scale(PrintStream out) {
        this.out = out;
    }

    @Command(description = "Fill a data folder with that many calls over 400 days, the same every time.")
    int fill(@Parameters(paramLabel = "FOLDER") Path folder, @Parameters(paramLabel = "RECORDS") long records)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path database = folder.resolve(DATABASE);
        if (Files.exists(database)) {
            System.err.println(database + " is there already; name another folder, or remove it");
            return 1;
        }
        double rate = new Fill().fill(database, records);
        out.printf("records\t%d%n", records);
        out.printf("fill\t%.0f%n", rate);
        out.printf("bytes\t%.1f%n", Files.size(database) / (double) records);
        return 0;
    }

    @Command(description = "Time every view of a folder that was filled.")
    int views(@Parameters(paramLabel = "FOLDER") Path folder) throws IOException {
        ViewTimes.print(folder.resolve(DATABASE), out);
        return 0;
    }

    @Command(description = "Time appends to a copy of a folder's store.")
    int appends(@Parameters(paramLabel = "FOLDER") Path folder) throws IOException {
        AppendTimes.printDatabase(folder.resolve(DATABASE), out);
        return 0;
    }

    @Command(
            description = "Time appends to JSON files of 1,000 to 1,000,000 entries, ours beside the first tool's way.")
    int files(@Parameters(paramLabel = "FOLDER") Path folder) throws IOException {
        AppendTimes.printFiles(folder, out);
        return 0;
    }

    @Command(
            description =
                    "Do all of it: stores of 100,000, 1,000,000 and 10,000,000 calls (those there are used), and the page.")
    int all(@Parameters(paramLabel = "FOLDER") Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        List<List<String>> runs = new ArrayList<>();
        for (long records : SIZES) {
            Path data = folder.resolve(Long.toString(records));
            Path filled = folder.resolve(records + "-fill.txt");
            if (!Files.exists(data.resolve(DATABASE))) {
                noting(filled, to -> new Scale(to).fill(data, records));
            }
            if (Files.exists(filled)) {
                runs.add(Files.readAllLines(filled));
            }
            runs.add(noting(folder.resolve(records + ".txt"), to -> {
                new Scale(to).views(data);
                new Scale(to).appends(data);
            }));
        }
        runs.add(noting(folder.resolve("files.txt"), to -> new Scale(to).files(folder.resolve("files"))));
        Path page = Path.of(System.getProperty("bench.root"), "docs", "scale.md");
        Files.writeString(page, ScalePage.of(runs));
        return 0;
    }

    /** Prints something to a file, and gives its lines. */
    private static List<String> noting(Path file, Measuring measuring) throws IOException, InterruptedException {
        try (PrintStream to = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
            measuring.printTo(to);
        }
        System.err.println(file);
        return Files.readAllLines(file);
    }

    /** Measures something, and prints it. */
    private interface Measuring {
        void printTo(PrintStream to) throws IOException, InterruptedException;
    }

    @Command(description = "Write the page from the output of the other commands.")
    int page(
            @Parameters(paramLabel = "PAGE") Path page,
            @Parameters(paramLabel = "FILE", arity = "1..*") List<Path> outputs)
            throws IOException {
        List<List<String>> runs = new ArrayList<>();
        for (Path output : outputs) {
            runs.add(Files.readAllLines(output));
        }
        Files.writeString(page, ScalePage.of(runs));
        return 0;
    }

    public static void main(String[] args) {
        System.exit(
                new CommandLine(new Scale(new PrintStream(System.out, true, StandardCharsets.UTF_8))).execute(args));
    }
}
