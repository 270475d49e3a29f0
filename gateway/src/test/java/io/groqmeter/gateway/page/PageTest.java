package io.groqmeter.gateway.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.gateway.StoredBooks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @Test
    void a_browser_gets_the_page_and_a_program_gets_routes_that_exist() {
        try (StoredBooks books = new StoredBooks()) {
            HttpResponse<String> page = books.get("/", "accept", BROWSER);
            assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
            assertThat(page.body()).contains("/page/main.js");

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
        }
    }

    @Test
    void every_file_of_the_page_is_served_as_it_is() {
        try (StoredBooks books = new StoredBooks()) {
            for (PageSource file : PageSource.all()) {
                HttpResponse<String> answer = books.get("/page/" + file.name());
                assertThat(answer.statusCode()).as(file.name()).isEqualTo(200);
                assertThat(answer.body()).as(file.name()).isEqualTo(file.text());
                assertThat(answer.headers().firstValue("content-security-policy"))
                        .isPresent();
            }
        }
    }

    @Test
    void no_other_file_can_be_had() {
        try (StoredBooks books = new StoredBooks()) {
            for (String name : new String[] {
                "other.js",
                "PageFiles.class",
                "..%2fapi%2fopenapi.yaml",
                "views/..",
                "..",
                ".",
                "views/%2e%2e",
                "main.js%00.css"
            }) {
                assertThat(books.get("/page/" + name).statusCode()).as(name).isEqualTo(404);
            }
            assertThat(books.error(404, "/page/other.js")).contains("other.js");
        }
    }

    @Test
    void a_file_travels_packed_and_only_once() throws Exception {
        try (StoredBooks books = new StoredBooks()) {
            HttpResponse<byte[]> packed = bytes(books, "/page/main.js", "accept-encoding", "gzip");
            assertThat(packed.headers().firstValue("content-encoding")).hasValue("gzip");
            assertThat(packed.headers().firstValue("vary").orElseThrow()).contains("accept-encoding");
            assertThat(unpacked(packed.body()))
                    .isEqualTo(PageSource.of("main.js").text());

            String tag = packed.headers().firstValue("etag").orElseThrow();
            HttpResponse<byte[]> again = bytes(books, "/page/main.js", "if-none-match", tag);
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.headers().firstValue("content-length")).isEmpty();
            assertThat(bytes(books, "/page/main.js", "if-none-match", "\"older\"")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(books.get("/page/page.css").statusCode())
                    .as("the connection goes on")
                    .isEqualTo(200);
        }
    }

    @Test
    void the_whole_page_in_one_language_weighs_less_than_100_kB() throws Exception {
        try (StoredBooks books = new StoredBooks()) {
            int weight = 0;
            for (PageSource file : PageSource.all()) {
                weight += file.name().equals("words.es.json")
                        ? 0
                        : bytes(books, "/page/" + file.name(), "accept-encoding", "gzip")
                                .body()
                                .length;
            }
            assertThat(weight).isLessThan(100_000);
        }
    }

    private static HttpResponse<byte[]> bytes(StoredBooks books, String path, String... headers)
            throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + books.gateway().port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).headers(headers).build(), BodyHandlers.ofByteArray());
    }

    private static String unpacked(byte[] packed) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(gzip.readAllBytes(), UTF_8);
        }
    }
}
