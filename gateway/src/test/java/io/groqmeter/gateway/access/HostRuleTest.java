package io.groqmeter.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {

    private final HostRule local = new HostRule(List.of("Meter.example.com"), false);
    private final HostRule open = new HostRule(List.of(), true);

    private static HttpHeaders headers(String... namesAndValues) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:5001",
                "app.localhost",
                "127.0.0.1:5001",
                "[::1]:5001",
                "meter.example.com"
            })
    void our_own_names_are_taken(String host) {
        assertThat(local.refusal(headers("host", host), "it")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example:5001",
                "192.168.1.5:5001",
                "meter.example.com.evil.example",
                "[::1].evil.example",
                ""
            })
    void a_name_that_was_rebound_to_our_address_is_refused(String host) {
        assertThat(local.refusal(headers("host", host), "it")).isNotNull().satisfies(error -> assertThat(error.status())
                .isEqualTo(403));
    }

    @Test
    void for_other_machines_an_address_is_taken_and_a_name_is_not() {
        assertThat(open.refusal(headers("host", "192.168.1.5:5001"), "it")).isNull();
        assertThat(open.refusal(headers("host", "[2001:db8::1]:5001"), "it")).isNull();
        assertThat(open.refusal(headers("host", "evil.example:5001"), "it")).isNotNull();
        assertThat(open.refusal(headers("host", "1.2.3.4.evil.example"), "it")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://203.0.113.9",
                "http://192.168.1.5:80",
                "file://",
                "http://localhost.evil.example",
                "http://localhost@evil.example",
                "%"
            })
    void a_page_of_another_site_is_refused(String origin) {
        assertThat(open.refusal(headers("host", "192.168.1.5:5001", "origin", origin), "it"))
                .isNotNull();
    }

    @Test
    void our_own_pages_and_those_of_this_machine_are_taken() {
        assertThat(open.refusal(headers("host", "192.168.1.5:5001", "origin", "http://192.168.1.5:5001"), "it"))
                .isNull();
        assertThat(local.refusal(headers("host", "localhost:5001", "origin", "http://localhost:3000"), "it"))
                .isNull();
        assertThat(local.isSameOrigin(headers("host", "localhost:5001", "origin", "http://localhost:3000")))
                .isFalse();
        assertThat(local.isSameOrigin(headers("host", "localhost:5001", "origin", "http://localhost:5001")))
                .isTrue();
    }

    @Test
    void what_a_browser_calls_cross_site_is_refused_unless_somebody_follows_a_link() {
        assertThat(local.refusal(headers("host", "localhost", "sec-fetch-site", "cross-site"), "it"))
                .isNotNull();
        assertThat(local.refusal(
                        headers("host", "localhost", "sec-fetch-site", "cross-site", "sec-fetch-mode", "navigate"),
                        "it"))
                .isNull();
    }

    @Test
    void what_another_proxy_brings_is_not_of_this_machine() throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();

        assertThat(isLocal(here, "host", "localhost")).isTrue();
        assertThat(isLocal(here, "host", "localhost", "x-forwarded-for", "203.0.113.9"))
                .isFalse();
        assertThat(isLocal(here, "host", "localhost", "x-forwarded-for", "127.0.0.1"))
                .isFalse();
        assertThat(isLocal(here, "host", "localhost", "forwarded", "for=203.0.113.9"))
                .isFalse();
        assertThat(isLocal(here, "host", "localhost", "via", "1.1 x")).isFalse();
        assertThat(isLocal(here, "host", "meter.example.com")).isFalse();
        assertThat(isLocal(InetAddress.getByName("203.0.113.9"), "host", "localhost"))
                .isFalse();
    }

    private boolean isLocal(InetAddress from, String... namesAndValues) {
        HttpHeaders headers = headers(namesAndValues);
        return local.isLocal(headers, TrustedProxies.none().source(headers, from));
    }

    @Test
    void a_suffix_stands_for_every_name_that_ends_so_and_for_no_other() {
        HostRule cluster = new HostRule(List.of("*.meter.svc.cluster.local", "groqmeter"), true);
        for (String ours :
                List.of("a.meter.svc.cluster.local", "A.b.Meter.svc.cluster.local.:5001", "groqmeter:5001")) {
            assertThat(cluster.refusal(headers("host", ours), "it")).as(ours).isNull();
        }
        for (String other :
                List.of("meter.svc.cluster.local", "xmeter.svc.cluster.local", "groqmeter.evil.example", ".")) {
            assertThat(cluster.refusal(headers("host", other), "it")).as(other).isNotNull();
        }
        assertThat(cluster.refusal(headers("origin", "http://x.meter.svc.cluster.local"), "it"))
                .isNull();
    }
}
