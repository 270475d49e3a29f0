package io.groqmeter.gateway;

import static io.groqmeter.testkit.Records.openCall;
import static io.groqmeter.testkit.Records.record;
import static java.util.Map.entry;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.groqmeter.access.KeyBook;
import io.groqmeter.gateway.api.Schema;
import io.groqmeter.gateway.local.Route;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.testkit.Records;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Compares {@code openapi.yaml} with the routes and their real answers, both ways. */
class OpenApiTest {

    private static final JsonNode FILE = read();
    private static final Schema SCHEMA = new Schema(FILE);

    /** What the file says of Groq's own paths, which the router forwards by prefix. */
    private static final String GROQ = "/openai/v1/{path}";

    private static JsonNode read() {
        try (InputStream yaml = OpenApiTest.class.getResourceAsStream("api/openapi.yaml")) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new AssertionError("openapi.yaml is not YAML", e);
        }
    }

    private static List<Route> routes() {
        try (StoredBooks books = new StoredBooks()) {
            return books.gateway().server().ownRoutes();
        }
    }

    private static Stream<Map.Entry<String, JsonNode>> operations() {
        return FILE.get("paths").properties().stream()
                .filter(path -> !path.getKey().equals(GROQ))
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> Map.entry(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())));
    }

    @Test
    void every_route_is_described_and_everything_described_is_a_route() {
        Set<String> described = operations().map(Map.Entry::getKey).collect(toCollection(TreeSet::new));
        Set<String> routed = routes().stream()
                .map(route -> route.method() + " " + route.path())
                .collect(toCollection(TreeSet::new));

        assertThat(described).isEqualTo(routed);
        assertThat(FILE.get("paths").get(GROQ).fieldNames())
                .toIterable()
                .contains("get", "post", "put", "patch", "delete", "head", "options");
    }

    @Test
    void every_parameter_is_described_and_everything_described_is_a_parameter() {
        for (Route route : routes()) {
            JsonNode parameters = FILE.get("paths")
                    .path(route.path())
                    .path(route.method().toLowerCase(Locale.ROOT))
                    .path("parameters");
            assertThat(named(parameters, "query")).as(route.path()).isEqualTo(new TreeSet<>(route.parameters()));
            assertThat(named(parameters, "path")).as(route.path()).allSatisfy(name -> assertThat(route.path())
                    .contains("{" + name + "}"));
        }
    }

    private static Set<String> named(JsonNode parameters, String in) {
        return StreamSupport.stream(parameters.spliterator(), false)
                .map(SCHEMA::resolve)
                .filter(parameter -> parameter.get("in").asText().equals(in))
                .map(parameter -> parameter.get("name").asText())
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void every_route_says_what_it_takes_to_use_it() {
        for (Route route : routes()) {
            JsonNode operation =
                    FILE.get("paths").path(route.path()).path(route.method().toLowerCase(Locale.ROOT));
            String security = operation.path("security").toString();
            switch (route.permission()) {
                case ANYBODY -> assertThat(security).as(route.path()).isEqualTo("[]");
                case CALLER -> assertThat(security).as(route.path()).contains("callerKey");
                case METRICS -> assertThat(security).as(route.path()).contains("metricsToken");
                case OWNER ->
                    assertThat(operation.has("security")).as(route.path()).isFalse();
            }
        }
        assertThat(FILE.get("security").toString()).contains("adminToken", "session");
    }

    @Test
    void every_reference_leads_somewhere() {
        assertThat(FILE.findValuesAsText("$ref")).isNotEmpty().allSatisfy(ref -> assertThat(
                        FILE.at(ref.substring(1)).isMissingNode())
                .as(ref)
                .isFalse());
    }

    @Test
    void real_answers_have_the_fields_described_and_no_others() {
        Map<String, List<String>> asked = Map.ofEntries(
                entry("/debug/stats", List.of("", "?type=month", "?type=total")),
                entry("/debug/summary", List.of("?type=total")),
                entry("/debug/usage_log", List.of("")),
                entry("/api/session", List.of("")),
                entry("/api/overview", List.of("")),
                entry(
                        "/api/series",
                        List.of(
                                "?by=model",
                                "?step=hour",
                                "?by=status&lines=1",
                                "?from=2026-11-01&to=2026-12-01&extent=window")),
                entry("/api/latency", List.of("", "?by=hour,model")),
                entry(
                        "/api/summary",
                        List.of(
                                "",
                                "?by=model,key,project,user,endpoint,hour,usage_basis,price_basis,status",
                                "?from=2026-11-22&to=2026-11-23&compare=previous",
                                "?by=day&limit=1",
                                "?by=month")),
                entry("/api/usage", List.of("", "?limit=1", "?status=200")),
                entry("/api/usage/{id}", List.of("everything")),
                entry("/api/unsettled", List.of("")),
                entry("/api/unpriced", List.of("")),
                entry("/api/alerts", List.of("")),
                entry("/api/alerts/history", List.of("", "?limit=5")),
                entry(
                        "/api/prices",
                        List.of("", "?model=openai/gpt-oss-20b", "?model=nobody/knows", "?model=browser.search")),
                entry("/api/budgets", List.of("")),
                entry("/api/limits", List.of("")),
                entry("/api/keys", List.of("")),
                entry("/healthz", List.of("")),
                entry("/", List.of("")));
        try (StoredBooks books = new StoredBooks(
                Records.sayingEverything("everything"),
                Records.sayingNothing("nothing"),
                record("day before").at("2026-11-21T10:00:00Z").build())) {
            books.gateway().keys().create(new KeyBook.Wish("shop", null, null, Set.of(), null));
            books.open(openCall("lost", "2026-11-22T10:00:01Z").unsettledBecause("the gateway died"));
            asked.forEach((path, endings) -> endings.forEach(ending -> {
                String url = path.replace("{id}", "") + ending;
                assertThat(faults(books.get(url), "get", path)).as(url).isEmpty();
            }));
        }
        assertThat(asked.keySet())
                .isEqualTo(operations()
                        .filter(operation -> operation.getKey().startsWith("GET "))
                        .filter(operation -> operation
                                .getValue()
                                .at("/responses/200/content")
                                .has("application/json"))
                        .map(operation -> operation.getKey().substring(4))
                        .collect(toCollection(TreeSet::new)));
    }

    @Test
    void errors_have_the_fields_described() {
        try (StoredBooks books = new StoredBooks()) {
            for (String url : List.of("/debug/stats?type=x", "/api/summary?by=x", "/api/usage/x", "/api/nothing")) {
                JsonNode body = StoredBooks.parse(books.get(url).body());
                assertThat(SCHEMA.faults(body, FILE.at("/components/schemas/Error")))
                        .as(url)
                        .isEmpty();
            }
        }
    }

    @Test
    void a_reply_of_chat_has_the_fields_described() throws Exception {
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local());
                RunningGateway gateway = new RunningGateway(groq.baseUrl())) {
            HttpResponse<String> reply =
                    gateway.post("/chat", "{\"message\":\"Hola\"}", "authorization", "Bearer gsk_one");
            assertThat(faults(reply, "post", "/chat")).as(reply.body()).isEmpty();
        }
    }

    private static List<String> faults(HttpResponse<String> answer, String method, String path) {
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        JsonNode schema = FILE.get("paths").get(path).get(method).at("/responses/200/content/application~1json/schema");
        return SCHEMA.faults(StoredBooks.parse(answer.body()), schema);
    }

    @Test
    void the_gateway_serves_the_file_as_it_is() throws IOException {
        try (StoredBooks books = new StoredBooks()) {
            assertThat(new YAMLMapper().readTree(books.get("/openapi.yaml").body()))
                    .isEqualTo(FILE);
        }
    }
}
