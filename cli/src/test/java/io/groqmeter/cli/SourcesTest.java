package io.groqmeter.cli;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for the sources of all modules, also those that the command line does not have on its class path. */
class SourcesTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern MODULE_NAME = Pattern.compile("<module\\.name>([\\w.]+)</module\\.name>");
    private static final Pattern EXPORT = Pattern.compile("exports ([\\w.]+)(?:\\s+to\\s+([^;]+))?;");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?(io\\.groqmeter(?:\\.[a-z]\\w*)*)\\.[A-Z]");

    /** Named after the types of their frameworks whose place they take. */
    private static final Set<String> NAMESAKES = Set.of("MeteringHttpClient", "MeteringInterceptor");

    private static List<Path> mainSources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> !file.toString().endsWith("-info.java"))
                    .toList();
        }
    }

    @Test
    void no_two_types_share_a_simple_name() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : modules()) {
            sources.addAll(mainSources(ROOT.resolve(module)));
        }
        Map<String, List<Path>> byName = sources.stream()
                .distinct()
                .collect(
                        groupingBy(file -> file.getFileName().toString().replace(".java", ""), TreeMap::new, toList()));
        byName.values().removeIf(files -> files.size() == 1);
        assertThat(byName.keySet()).as("%s", byName).isEqualTo(new TreeSet<>(NAMESAKES));
    }

    /** All but the examples, which are programs of their own. */
    private static List<String> modules() throws IOException {
        List<String> modules = Pattern.compile("<module>([\\w/-]+)</module>")
                .matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(module -> module.group(1))
                .filter(module -> !module.startsWith("examples/"))
                .toList();
        assertThat(modules).contains("core", "integrations/okhttp");
        return modules;
    }

    /** The compiler looks only at modules with a descriptor; on a module path the others fail when a program runs. */
    @Test
    void published_libraries_use_only_what_core_exports_to_them() throws IOException {
        for (String library : modules()) {
            if (library.startsWith("integrations/") || library.equals("sqlite")) {
                String module = MODULE_NAME
                        .matcher(Files.readString(ROOT.resolve(library).resolve("pom.xml")))
                        .results()
                        .map(name -> name.group(1))
                        .findFirst()
                        .orElseThrow();
                Set<String> used = imports(library);
                used.retainAll(packages("core"));
                used.removeAll(exportedTo(module));
                assertThat(used).as(library).isEmpty();
            }
        }
    }

    private static Set<String> imports(String library) throws IOException {
        Set<String> packages = new TreeSet<>();
        for (Path source : mainSources(ROOT.resolve(library))) {
            IMPORT.matcher(Files.readString(source)).results().forEach(found -> packages.add(found.group(1)));
        }
        return packages;
    }

    private static Set<String> packages(String module) throws IOException {
        Path root = ROOT.resolve(module).resolve("src/main/java");
        Set<String> packages = new TreeSet<>();
        for (Path source : mainSources(root)) {
            packages.add(root.relativize(source.getParent()).toString().replace('/', '.'));
        }
        return packages;
    }

    private static Set<String> exportedTo(String module) throws IOException {
        String descriptor = Files.readString(ROOT.resolve("core/src/main/java/module-info.java"));
        Set<String> packages = new TreeSet<>();
        for (MatchResult export : EXPORT.matcher(descriptor).results().toList()) {
            if (export.group(2) == null
                    || List.of(export.group(2).split(",\\s*")).contains(module)) {
                packages.add(export.group(1));
            }
        }
        return packages;
    }
}
