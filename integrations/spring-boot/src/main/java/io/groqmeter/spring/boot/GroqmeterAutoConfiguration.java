package io.groqmeter.spring.boot;

import io.groqmeter.UsageListener;
import io.groqmeter.UsageMeter;
import io.groqmeter.UsageMeterBuilder;
import io.groqmeter.micrometer.UsageMetrics;
import io.groqmeter.spring.web.MeteringFilter;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Attribution;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.ai.openai.http.okhttp.OpenAiHttpClientBuilderCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A {@link UsageMeter} bean, and metering in every HTTP client that Spring Boot (4, or 3.5) and Spring AI build.
 *
 * <p>It counts at the HTTP exchange only: Spring AI's observations lose the cached tokens of streams and do not report calls that
 * are left early.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration"
        },
        beforeName = "org.springframework.ai.model.openai.autoconfigure.OpenAiChatAutoConfiguration")
@ConditionalOnProperty(name = "groqmeter.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(GroqmeterProperties.class)
public class GroqmeterAutoConfiguration {

    /** The meter; its listeners and, if there is one, its store are the beans of those types. */
    @Bean
    @ConditionalOnMissingBean
    UsageMeter usageMeter(
            GroqmeterProperties properties, ObjectProvider<UsageStore> store, ObjectProvider<UsageListener> listeners) {
        UsageMeterBuilder meter = UsageMeter.builder();
        switch (properties.store()) {
            case MEMORY -> {
                // It is the builder's own choice.
            }
            case JSON -> meter.jsonFiles(properties.data());
            case GATEWAY -> meter.gateway(properties.gateway(), properties.gatewayKey(), properties.data());
        }
        store.ifAvailable(meter::store);
        if (properties.zone() != null) {
            meter.zone(properties.zone());
        }
        if (properties.project() != null) {
            meter.attribution(Attribution.project(properties.project()));
        }
        listeners.orderedStream().forEach(meter::listener);
        return meter.build();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(OpenAiHttpClientBuilderCustomizer.class)
    static class SpringAi {

        /** Spring AI 2 uses OkHttp for chat, embeddings and audio. */
        @Bean
        OpenAiHttpClientBuilderCustomizer groqmeterOpenAiCustomizer(UsageMeter meter) {
            return builder -> builder.interceptor(new io.groqmeter.okhttp.MeteringInterceptor(meter));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RestClientCustomizer.class)
    static class RestClients {

        @Bean
        RestClientCustomizer groqmeterRestClientCustomizer(UsageMeter meter) {
            return builder -> builder.requestInterceptor(new io.groqmeter.spring.web.MeteringInterceptor(meter));
        }

        @Bean
        RestTemplateCustomizer groqmeterRestTemplateCustomizer(UsageMeter meter) {
            return template -> template.getInterceptors().add(new io.groqmeter.spring.web.MeteringInterceptor(meter));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebClientCustomizer.class)
    static class WebClients {

        @Bean
        WebClientCustomizer groqmeterWebClientCustomizer(UsageMeter meter) {
            return builder -> builder.filter(new MeteringFilter(meter));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = Boot3Customizers.REST_CLIENT)
    @Import(Boot3Customizers.class)
    static class Boot3Clients {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    static class Metrics {

        @Bean
        UsageMetrics groqmeterMetrics(MeterRegistry registry) {
            return new UsageMetrics(registry);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    static class Actuator {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint(endpoint = GroqmeterEndpoint.class)
        GroqmeterEndpoint groqmeterEndpoint(UsageMeter meter) {
            return new GroqmeterEndpoint(meter);
        }
    }
}
