package io.groqmeter.gateway.page;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.gateway.StoredBooks;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @Test
    void a_browser_gets_the_page_and_a_program_gets_places_that_exist() {
        try (StoredBooks books = new StoredBooks()) {
            HttpResponse<String> page = books.get("/", "accept", BROWSER);
            assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");

            JsonNode status = books.json("/");
            assertThat(status.get("recording").booleanValue()).isTrue();
            status.get("places").forEach(place -> {
                if (!Set.of("/openai/v1/", "/chat", "/api/live").contains(place.asText())) {
                    assertThat(books.get(place.asText()).statusCode())
                            .as(place.asText())
                            .isEqualTo(200);
                }
            });
        }
    }

    @Test
    void the_page_runs_under_a_policy_that_allows_its_own_files_alone() {
        try (StoredBooks books = new StoredBooks()) {
            HttpResponse<String> page = books.get("/", "accept", BROWSER);

            assertThat(page.headers().firstValue("content-security-policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                            .doesNotContain("unsafe"));
            assertThat(page.body()).doesNotContain("<style", "style=", "onclick", "http://", "https://", "<script>");
            for (String file : matches("(?:src|href)=\"(/page/[^\"]+)\"", page.body())) {
                assertThat(books.get(file).statusCode()).as(file).isEqualTo(200);
            }
            assertThat(books.error(404, "/page/other.js")).contains("other.js");
        }
    }

    @Test
    void every_word_is_there_in_both_languages() {
        try (StoredBooks books = new StoredBooks()) {
            String script = books.get("/page/page.js").body();
            String english = script.substring(script.indexOf("  en: {"), script.indexOf("  es: {"));
            String spanish = script.substring(script.indexOf("  es: {"), script.indexOf("\n};"));
            Set<String> said = matches("(?<![\\w?])(\\w+): (?:'|\\()", english);

            assertThat(said).hasSizeGreaterThan(20).isEqualTo(matches("(?<![\\w?])(\\w+): (?:'|\\()", spanish));
            String page = books.get("/", "accept", BROWSER).body();
            assertThat(said).containsAll(matches("data-(?:say|label)=\"(\\w+)\"", page));
            assertThat(said).containsAll(matches("say\\.(\\w+)", script));
        }
    }

    private static Set<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(toCollection(TreeSet::new));
    }
}
