package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.groqmeter.cli.command.Commands;
import io.groqmeter.cli.console.CliContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages for users say what the program does, and the two languages say the same. */
class DocsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern COMMAND = Pattern.compile("\\./groqmeter ([^`|>#&;\\n)]*)");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]*)(#[^)]*)?\\)");
    private static final Pattern ROUTE =
            Pattern.compile("(?<![\\w./])/(?:chat|debug|api|metrics|healthz|openapi\\.yaml)\\b[\\w/{}.-]*");
    private static final Pattern HEADING = Pattern.compile("(?m)^(#+) (.*)$");
    private static final Pattern CODE = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```|`([^`\\n]+)`");
    private static final Pattern HOST = Pattern.compile("https?://([\\w.-]+)");
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.:/…])/(home|root|tmp|Users|var|work|opt|usr|srv|farm)/");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^ *// guide: (\\w+)\\n(.*?)^ *// end\\n");

    private static String page(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    static List<String> pages() throws IOException {
        try (Stream<Path> files = Stream.concat(Files.list(ROOT), Files.list(ROOT.resolve("docs")))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .map(file -> ROOT.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static List<String> commands(String page) {
        return COMMAND.matcher(page)
                .results()
                .map(found -> found.group(1).strip())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.es.md", "CONTRIBUTING.md", "docs/guide.md", "docs/guia.md"})
    void every_command_shown_is_one(String name) throws IOException {
        List<String> commands = commands(page(name));
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            assertThatCode(() -> Commands.tree(CliContext.ofProcess()).parseArgs(command.split(" +")))
                    .as("./groqmeter " + command)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_leads_to_a_file_and_a_heading(String name) throws IOException {
        Path from = ROOT.resolve(name);
        List<MatchResult> links = LINK.matcher(page(name)).results().toList();
        for (MatchResult link : links) {
            if (link.group(1).contains("://")) {
                continue;
            }
            Path to = link.group(1).isEmpty()
                    ? from
                    : from.resolveSibling(link.group(1)).normalize();
            assertThat(to).as(name + ": " + link.group()).exists();
            if (link.group(2) != null) {
                assertThat(anchors(Files.readString(to)))
                        .as(name)
                        .contains(link.group(2).substring(1));
            }
        }
    }

    /** Headings as the addresses that pages of code hosts give them. */
    private static List<String> anchors(String page) {
        return HEADING.matcher(page)
                .results()
                .map(heading -> heading.group(2).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.es.md", "docs/guide.md", "docs/guia.md"})
    void every_route_shown_is_in_openapi_yaml(String name) throws IOException {
        String api = page("gateway/src/main/resources/io/groqmeter/gateway/api/openapi.yaml");
        List<String> routes = Pattern.compile("(?m)^  (/\\S*):$")
                .matcher(api)
                .results()
                .map(route -> route.group(1).replaceAll("\\{\\w+}", "{}"))
                .toList();
        TreeSet<String> shown = new TreeSet<>();
        CODE.matcher(page(name)).results().forEach(code -> ROUTE.matcher(code.group())
                .results()
                .map(route -> route.group().replaceAll("\\{\\w+}", "{}"))
                .filter(route -> !route.startsWith("/api/openai/v1/"))
                .forEach(shown::add));
        shown.removeAll(List.of("/debug", "/api")); // said of all routes below them
        assertThat(shown).isNotEmpty();
        assertThat(routes).containsAll(shown);
        if (name.startsWith("docs/")) {
            assertThat(shown)
                    .containsAll(routes.stream()
                            .filter(route -> ROUTE.matcher(route).matches())
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md README.es.md", "docs/guide.md docs/guia.md"})
    void both_languages_have_the_same_headings_commands_and_blocks(String names) throws IOException {
        String english = page(names.split(" ")[0]);
        String spanish = page(names.split(" ")[1]);
        assertThat(commands(spanish)).isEqualTo(commands(english));
        assertThat(levels(spanish)).isEqualTo(levels(english));
        assertThat(tableRows(spanish)).isEqualTo(tableRows(english));
    }

    private static List<String> levels(String page) {
        return HEADING.matcher(page).results().map(heading -> heading.group(1)).toList();
    }

    private static long tableRows(String page) {
        return page.lines().filter(line -> line.startsWith("|")).count();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void pages_name_no_machine_and_only_hosts_a_reader_needs(String name) throws IOException {
        String page = page(name);
        assertThat(MACHINE_PATH.matcher(page).results().map(MatchResult::group))
                .as(name)
                .isEmpty();
        assertThat(HOST.matcher(page)
                        .results()
                        .map(host -> host.group(1))
                        .filter(host -> !host.endsWith(".example.com"))
                        .toList())
                .as(name)
                .isSubsetOf("127.0.0.1", "api.groq.com", "console.groq.com", "groqmeter"); // the last: in Compose
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/guide.md", "docs/guia.md"})
    void the_java_of_the_guide_is_that_of_its_test(String name) throws IOException {
        String guide = page(name);
        List<String> examples = new ArrayList<>();
        EXAMPLE.matcher(page("core/src/test/java/io/groqmeter/GuideExamplesTest.java"))
                .results()
                .forEach(
                        example -> examples.add(example.group(2).stripTrailing().stripIndent()));
        assertThat(examples).hasSize(3).allSatisfy(example -> assertThat(guide).contains(example));
    }
}
