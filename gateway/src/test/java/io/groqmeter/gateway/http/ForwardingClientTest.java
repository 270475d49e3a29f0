package io.groqmeter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardingClientTest {

    @Test
    void every_method_of_a_client_is_passed_on() throws Exception {
        List<String> received = new ArrayList<>();
        Client target = (Client) Proxy.newProxyInstance(
                Client.class.getClassLoader(), new Class<?>[] {Client.class}, (proxy, method, values) -> {
                    received.add(method.getName());
                    return method.getReturnType() == boolean.class ? true : null;
                });
        ForwardingClient client = () -> target;

        for (Method method : Client.class.getMethods()) {
            method.invoke(client, values(method));
        }

        assertThat(received)
                .hasSizeGreaterThan(10)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Client.class.getMethods())
                        .map(Method::getName)
                        .toList());
    }

    private static Object[] values(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> type == boolean.class ? true : null)
                .toArray();
    }
}
