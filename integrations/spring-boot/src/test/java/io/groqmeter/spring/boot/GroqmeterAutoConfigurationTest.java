package io.groqmeter.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.UsageListener;
import io.groqmeter.UsageMeter;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

class GroqmeterAutoConfigurationTest {

    private static final String QUESTION = "{\"model\":\"llama-3.3-70b-versatile\",\"messages\":"
            + "[{\"role\":\"user\",\"content\":\"How warm is it in Bogotá?\"}]}";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    GroqmeterAutoConfiguration.class,
                    RestClientAutoConfiguration.class,
                    WebClientAutoConfiguration.class))
            .withPropertyValues("management.endpoints.web.exposure.include=groqmeter");
    private GroqSimulator groq;

    @BeforeEach
    void start() throws IOException {
        groq = GroqSimulator.start(SimulatorConfig.local());
    }

    @AfterEach
    void stop() {
        groq.close();
    }

    @Test
    void the_clients_spring_builds_are_metered_and_each_call_is_counted_once() {
        application.run(context -> {
            askByRestClient(context);
            askByWebClient(context);
            assertThat(meter(context).summaries().total().sums().calls()).isEqualTo(2);
            assertThat(meter(context).summaries().total().sums().cost())
                    .isEqualByComparingTo(groq.books().total().cost());
        });
    }

    @Test
    void the_endpoint_tells_the_sums_as_the_gateway_does() {
        application.run(context -> {
            askByRestClient(context);
            meter(context);
            GroqmeterEndpoint endpoint = context.getBean(GroqmeterEndpoint.class);
            assertThat(endpoint.stats("total"))
                    .contains("\"total_requests\" : 1", "\"models_used\" : {")
                    .contains(groq.books().total().cost().stripTrailingZeros().toPlainString());
            assertThat(endpoint.stats(null)).contains("\"date\"");
        });
    }

    @Test
    void meters_are_registered_under_our_own_names() {
        application.withBean(SimpleMeterRegistry.class).run(context -> {
            askByRestClient(context);
            meter(context);
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get("groqmeter.calls").counter().count()).isEqualTo(1);
            assertThat(registry.get("groqmeter.input.tokens")
                            .tag("model", "llama-3.3-70b-versatile")
                            .counter()
                            .count())
                    .isEqualTo(groq.books().total().tokens().input());
            assertThat(registry.getMeters())
                    .allSatisfy(each -> assertThat(each.getId().getName()).doesNotStartWith("gen_ai"));
        });
    }

    @Test
    void properties_choose_store_zone_and_project(@TempDir Path folder) {
        application
                .withPropertyValues(
                        "groqmeter.store=json",
                        "groqmeter.data=" + folder,
                        "groqmeter.zone=America/Bogota",
                        "groqmeter.project=shop")
                .run(context -> {
                    askByRestClient(context);
                    UsageMeter meter = meter(context);
                    assertThat(meter.store().calendar().zone()).isEqualTo(ZoneId.of("America/Bogota"));
                    assertThat(folder.resolve("usage_log.json")).content().contains("\"shop\"");
                });
    }

    @Test
    void a_gateway_may_keep_the_books(@TempDir Path folder) {
        application
                .withPropertyValues(
                        "groqmeter.store=gateway",
                        "groqmeter.gateway=http://127.0.0.1:1",
                        "groqmeter.gateway-key=gmk_secret",
                        "groqmeter.data=" + folder)
                .run(context -> {
                    askByRestClient(context);
                    context.getBean(UsageMeter.class).flush();
                    assertThat(folder.resolve("usage_spool.jsonl")).content().contains("{\"object\":\"usage_record\"");
                    assertThat(context.getBean(GroqmeterProperties.class).toString())
                            .doesNotContain("secret");
                });
    }

    @Test
    void beans_of_the_application_win() {
        UsageStore books = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
        List<UsageRecord> heard = new CopyOnWriteArrayList<>();
        application
                .withBean(UsageStore.class, () -> books)
                .withBean(UsageListener.class, () -> heard::addAll)
                .run(context -> {
                    askByRestClient(context);
                    assertThat(books.after(0, 10)).hasSize(1);
                    assertThat(heard).hasSize(1);
                });
    }

    @Test
    void it_can_be_switched_off() {
        application.withPropertyValues("groqmeter.enabled=false").run(context -> {
            askByRestClient(context);
            assertThat(context).doesNotHaveBean(UsageMeter.class).hasNotFailed();
        });
    }

    @Test
    void an_application_without_spring_ai_webflux_actuator_and_micrometer_starts() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(GroqmeterAutoConfiguration.class, RestClientAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.ai",
                        "okhttp3",
                        "org.springframework.boot.webclient",
                        "org.springframework.boot.actuate",
                        "io.micrometer"))
                .run(context -> {
                    askByRestClient(context);
                    assertThat(meter(context).summaries().total().sums().calls())
                            .isEqualTo(1);
                });
    }

    private static UsageMeter meter(ApplicationContext context) {
        UsageMeter meter = context.getBean(UsageMeter.class);
        meter.flush();
        return meter;
    }

    private void askByRestClient(ApplicationContext context) {
        RestClient client = context.getBean(RestClient.Builder.class)
                .baseUrl(groq.baseUrl() + "/openai/v1")
                .build();
        assertThat(client.post()
                        .uri("/chat/completions")
                        .header("Authorization", "Bearer gsk_test")
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(QUESTION)
                        .retrieve()
                        .body(String.class))
                .contains("\"usage\"");
    }

    private void askByWebClient(ApplicationContext context) {
        WebClient client = context.getBean(WebClient.Builder.class)
                .baseUrl(groq.baseUrl() + "/openai/v1")
                .build();
        assertThat(client.post()
                        .uri("/chat/completions")
                        .header("Authorization", "Bearer gsk_test")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(QUESTION)
                        .retrieve()
                        .bodyToMono(String.class)
                        .block())
                .contains("\"usage\"");
    }
}
