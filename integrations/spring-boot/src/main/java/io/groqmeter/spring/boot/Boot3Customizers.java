package io.groqmeter.spring.boot;

import io.groqmeter.UsageMeter;
import io.groqmeter.spring.web.MeteringFilter;
import io.groqmeter.spring.web.MeteringInterceptor;
import java.lang.reflect.Proxy;
import java.util.function.BiConsumer;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Meters the HTTP clients that Spring Boot 3 builds, including Spring AI 1's. Its customizers are in other packages than Spring
 * Boot 4's, and no module can be compiled against both: so they are found by name and implemented as proxies.
 */
final class Boot3Customizers implements ImportBeanDefinitionRegistrar {

    /** The class by which this registrar recognises Spring Boot 3. */
    static final String REST_CLIENT = "org.springframework.boot.web.client.RestClientCustomizer";

    private static final String REST_TEMPLATE = "org.springframework.boot.web.client.RestTemplateCustomizer";
    private static final String WEB_CLIENT =
            "org.springframework.boot.web.reactive.function.client.WebClientCustomizer";

    private final BeanFactory beans;

    Boot3Customizers(BeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        register(registry, REST_CLIENT, (client, meter) -> ((RestClient.Builder) client)
                .requestInterceptor(new MeteringInterceptor(meter)));
        register(registry, REST_TEMPLATE, (client, meter) -> ((RestTemplate) client)
                .getInterceptors()
                .add(new MeteringInterceptor(meter)));
        register(registry, WEB_CLIENT, (client, meter) -> ((WebClient.Builder) client)
                .filter(new MeteringFilter(meter)));
    }

    /** @param metering applied to the argument of {@code customize} */
    private void register(BeanDefinitionRegistry registry, String customizer, BiConsumer<Object, UsageMeter> metering) {
        ClassLoader loader = getClass().getClassLoader();
        if (ClassUtils.isPresent(customizer, loader)) {
            Class<?> type = ClassUtils.resolveClassName(customizer, loader);
            RootBeanDefinition bean = new RootBeanDefinition();
            bean.setTargetType(type);
            bean.setInstanceSupplier(() -> proxy(type, metering, beans.getBean(UsageMeter.class)));
            registry.registerBeanDefinition("groqmeter" + type.getSimpleName(), bean);
        }
    }

    private static Object proxy(Class<?> type, BiConsumer<Object, UsageMeter> metering, UsageMeter meter) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            switch (method.getName()) {
                case "customize" -> metering.accept(arguments[0], meter);
                case "equals" -> {
                    return self == arguments[0];
                }
                case "hashCode" -> {
                    return System.identityHashCode(self);
                }
                case "toString" -> {
                    return "groqmeter's " + type.getSimpleName();
                }
                default -> throw new UnsupportedOperationException(method.toString());
            }
            return null;
        });
    }
}
