package io.groqmeter.gateway.page;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A source file of the dashboard. */
record PageSource(String name, String text) {

    private static final Path FOLDER = Path.of("src/main/resources/io/groqmeter/gateway/page");

    /** All files that are served, including third-party ones. */
    static List<PageSource> all() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> FOLDER.relativize(file).toString())
                    .filter(name -> name.matches(".*\\.(html|css|js|json|svg)"))
                    .sorted()
                    .map(PageSource::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The dashboard's own scripts. */
    static List<PageSource> scripts() {
        return all().stream()
                .filter(file -> file.name().endsWith(".js") && !file.name().startsWith("vendor/"))
                .toList();
    }

    static PageSource of(String name) {
        try {
            return new PageSource(name, Files.readString(FOLDER.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first group of every match of a pattern. */
    Set<String> matches(String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(toCollection(TreeSet::new));
    }
}
