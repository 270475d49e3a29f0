package io.groqmeter.spring.boot3;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.UsageMeter;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.spring.boot.GroqmeterAutoConfiguration;
import io.groqmeter.spring.boot.GroqmeterEndpoint;
import io.groqmeter.store.RecordQuery;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.web.client.RestClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** Spring Boot 3 builds its HTTP clients with the meter in them, each call counted once. */
class HttpClientsTest {

    private static final String QUESTION = "{\"model\":\"llama-3.3-70b-versatile\",\"messages\":"
            + "[{\"role\":\"user\",\"content\":\"How warm is it in Bogotá?\"}]}";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withPropertyValues(
                    "management.endpoints.web.exposure.include=groqmeter", "spring.ai.openai.api-key=gsk_test");
    private GroqSimulator groq;

    @Configuration
    @EnableAutoConfiguration
    static class Application {}

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
        assertThat(SpringBootVersion.getVersion()).startsWith("3.");
        application.run(context -> {
            askByRestClient(context);
            askByRestTemplate(context);
            askByWebClient(context);
            assertThat(meter(context).summaries().total().sums().calls()).isEqualTo(3);
            assertThat(meter(context).summaries().total().sums().cost())
                    .isEqualByComparingTo(groq.books().total().cost());
            assertThat(context.getBean(MeterRegistry.class)
                            .get("groqmeter.calls")
                            .counter()
                            .count())
                    .isEqualTo(3);
            assertThat(context.getBean(GroqmeterEndpoint.class).stats("total")).contains("\"total_requests\" : 3");
        });
    }

    @Test
    void headers_that_say_whose_call_it_is_stay_here() {
        application.run(context -> {
            askByRestClient(context);
            askByWebClient(context);
            assertThat(meter(context).store().find(RecordQuery.latest(10)).records())
                    .hasSize(2)
                    .allSatisfy(call -> assertThat(call.attribution().user()).isEqualTo("ana"));
            assertThat(groq.requests(10)).allSatisfy(request -> assertThat(request.headers())
                    .noneMatch(header -> header.name().startsWith("x-groqmeter-")));
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
                        "org.springframework.web.reactive",
                        "org.springframework.boot.web.reactive",
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
        assertThat(context.getBean(RestClient.Builder.class)
                        .build()
                        .post()
                        .uri(url())
                        .headers(HttpClientsTest::say)
                        .body(QUESTION)
                        .retrieve()
                        .body(String.class))
                .contains("\"usage\"");
    }

    private void askByRestTemplate(ApplicationContext context) {
        HttpHeaders headers = new HttpHeaders();
        say(headers);
        assertThat(context.getBean(RestTemplateBuilder.class)
                        .build()
                        .postForObject(url(), new HttpEntity<>(QUESTION, headers), String.class))
                .contains("\"usage\"");
    }

    private void askByWebClient(ApplicationContext context) {
        assertThat(context.getBean(WebClient.Builder.class)
                        .build()
                        .post()
                        .uri(url())
                        .headers(HttpClientsTest::say)
                        .bodyValue(QUESTION)
                        .retrieve()
                        .bodyToMono(String.class)
                        .block())
                .contains("\"usage\"");
    }

    private String url() {
        return groq.baseUrl() + "/openai/v1/chat/completions";
    }

    private static void say(HttpHeaders headers) {
        headers.setBearerAuth("gsk_test");
        headers.setContentType(MediaType.APPLICATION_JSON);
        headers.set("x-groqmeter-user", "ana");
    }
}
