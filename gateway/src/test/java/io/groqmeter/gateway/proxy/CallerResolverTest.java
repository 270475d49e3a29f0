package io.groqmeter.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.access.KeyBook;
import io.groqmeter.gateway.access.AccessOptions;
import io.groqmeter.gateway.access.FailedAttempts;
import io.groqmeter.gateway.access.HostRule;
import io.groqmeter.gateway.access.KeylessAccess;
import io.groqmeter.gateway.access.RouteAuthorizer;
import io.groqmeter.gateway.access.Sessions;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.store.memory.InMemoryPolicyStore;
import io.groqmeter.testkit.ManualClock;
import io.groqmeter.usage.Attribution;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallerResolverTest {

    private static final String ADMIN = "the admin token of the tests";
    private static final byte[] SECRET = "a secret of the tests".getBytes(UTF_8);
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final InetAddress ELSEWHERE = elsewhere();

    private final ManualClock clock = ManualClock.at("2026-11-22T10:00:00Z");
    private final KeyBook book = new KeyBook(new InMemoryPolicyStore(), SECRET, clock);

    private static InetAddress elsewhere() {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 203, 0, 113, 9});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private CallerResolver callers(KeylessAccess keyless, @Nullable String apiKey) {
        HostRule hosts = new HostRule(List.of(), true);
        FailedAttempts failures = new FailedAttempts(clock);
        AccessOptions options = new AccessOptions(keyless, ADMIN, null, List.of());
        RouteAuthorizer authorizer = new RouteAuthorizer(options, hosts, new Sessions(clock), failures);
        return new CallerResolver(SECRET, apiKey, keyless, book::ring, authorizer, hosts, failures, clock);
    }

    private String create(String name, @Nullable String project, @Nullable String user) {
        return book.create(new KeyBook.Wish(name, project, user, Set.of(), null))
                .text();
    }

    private static HttpHeaders bearing(String key) {
        return new DefaultHttpHeaders().set("host", "localhost").set("authorization", "Bearer " + key);
    }

    private static Attribution caller(CallerResolver.Identified identified) {
        assertThat(identified).isInstanceOf(CallerResolver.Identified.Caller.class);
        return ((CallerResolver.Identified.Caller) identified).attribution();
    }

    private static ApiError refused(CallerResolver.Identified identified) {
        assertThat(identified).isInstanceOf(CallerResolver.Identified.Refused.class);
        return ((CallerResolver.Identified.Refused) identified).error();
    }

    @Test
    void a_caller_key_becomes_the_gateways_groq_key() {
        HttpHeaders headers = bearing(create("shop", null, null));

        assertThat(caller(callers(KeylessAccess.NOBODY, "gsk_gateway").identify(headers, ELSEWHERE)))
                .isEqualTo(new Attribution("shop", null, null, Map.of()));
        assertThat(headers.getAll("authorization")).containsExactly("Bearer gsk_gateway");
    }

    @Test
    void what_the_key_fixes_the_requests_headers_do_not_change() {
        HttpHeaders fixed = bearing(create("shop", "web", "ana"));
        HttpHeaders free = bearing(create("other", null, null));
        for (HttpHeaders headers : List.of(fixed, free)) {
            headers.set("x-groqmeter-project", "mine")
                    .set("x-groqmeter-user", "eve")
                    .set("x-groqmeter-tags", "a=b");
        }
        CallerResolver callers = callers(KeylessAccess.NOBODY, "gsk_gateway");

        assertThat(caller(callers.identify(fixed, ELSEWHERE)))
                .isEqualTo(new Attribution("shop", "web", "ana", Map.of("a", "b")));
        assertThat(caller(callers.identify(free, ELSEWHERE)))
                .isEqualTo(new Attribution("other", "mine", "eve", Map.of("a", "b")));
        assertThat(fixed.names()).noneMatch(name -> name.startsWith("x-groqmeter"));
    }

    @Test
    void without_a_groq_key_of_its_own_the_gateway_says_how_to_mend_it() {
        ApiError error =
                refused(callers(KeylessAccess.NOBODY, null).identify(bearing(create("shop", null, null)), ELSEWHERE));

        assertThat(error.status()).isEqualTo(503);
        assertThat(error.message()).contains("GROQ_API_KEY");
    }

    @Test
    void keys_that_are_unknown_misspelt_revoked_expired_or_rotated_are_refused_and_reach_nobody() {
        CallerResolver callers = callers(KeylessAccess.ANYBODY, "gsk_gateway");
        String revoked = create("revoked", null, null);
        book.revoke("revoked");
        String rotated = create("rotated", null, null);
        book.rotate("rotated", Duration.ofMinutes(1));
        String expired = book.create(new KeyBook.Wish(
                        "expired", null, null, Set.of(), clock.instant().plusSeconds(1)))
                .text();
        String unknown = new KeyBook(new InMemoryPolicyStore(), SECRET, clock)
                .create(new KeyBook.Wish("elsewhere", null, null, Set.of(), null))
                .text();
        clock.advance(Duration.ofMinutes(5));

        Map.of(
                        revoked,
                        "was revoked",
                        rotated,
                        "was rotated",
                        expired,
                        "has expired",
                        unknown,
                        "Unknown caller key",
                        "gm_x",
                        "misspelt",
                        "GM_x",
                        "misspelt")
                .forEach((key, message) -> {
                    HttpHeaders headers = bearing(key);
                    ApiError error = refused(callers.identify(headers, ELSEWHERE));
                    assertThat(error.status()).as(message).isEqualTo(401);
                    assertThat(error.message()).contains(message).doesNotContain(key);
                    assertThat(headers.get("authorization")).doesNotContain("gsk_gateway");
                });
    }

    @Test
    void after_too_many_wrong_keys_an_address_waits_but_a_right_key_gets_through() {
        CallerResolver callers = callers(KeylessAccess.NOBODY, "gsk_gateway");
        String right = create("shop", null, null);
        for (int i = 0; i < FailedAttempts.LIMIT; i++) {
            assertThat(refused(callers.identify(bearing("gm_wrong" + i), ELSEWHERE))
                            .status())
                    .isEqualTo(401);
        }

        assertThat(refused(callers.identify(bearing("gm_wrong"), ELSEWHERE)).status())
                .isEqualTo(429);
        assertThat(caller(callers.identify(bearing(right), ELSEWHERE)).key()).isEqualTo("shop");
        assertThat(refused(callers.identify(bearing("gm_wrong"), HERE)).status())
                .isEqualTo(401);
    }

    @Test
    void the_gateways_own_tokens_never_reach_groq() {
        ApiError error = refused(callers(KeylessAccess.ANYBODY, "gsk_gateway").identify(bearing(ADMIN), HERE));

        assertThat(error.status()).isEqualTo(401);
        assertThat(error.message()).contains("not a caller key").doesNotContain(ADMIN);
    }

    @Test
    void who_may_call_without_a_caller_key_is_as_set() {
        HttpHeaders none = new DefaultHttpHeaders().set("host", "localhost");
        assertThat(caller(callers(KeylessAccess.LOCAL, "gsk_gateway").identify(none.copy(), HERE))
                        .key())
                .isEqualTo("gateway");
        assertThat(caller(callers(KeylessAccess.LOCAL, "gsk_gateway").identify(bearing("gsk_own"), HERE))
                        .key())
                .startsWith("key-");
        refused(callers(KeylessAccess.LOCAL, "gsk_gateway").identify(none.copy(), ELSEWHERE));
        refused(callers(KeylessAccess.LOCAL, "gsk_gateway").identify(bearing("gsk_own"), ELSEWHERE));

        refused(callers(KeylessAccess.NOBODY, "gsk_gateway").identify(none.copy(), HERE));
        refused(callers(KeylessAccess.NOBODY, "gsk_gateway").identify(bearing("gsk_own"), HERE));

        HttpHeaders own = bearing("gsk_own");
        assertThat(caller(callers(KeylessAccess.ANYBODY, "gsk_gateway").identify(own, ELSEWHERE))
                        .key())
                .startsWith("key-");
        assertThat(own.get("authorization")).isEqualTo("Bearer gsk_own");
        refused(callers(KeylessAccess.ANYBODY, "gsk_gateway").identify(none.copy(), ELSEWHERE));
    }

    @Test
    void the_gateways_groq_key_is_not_for_pages_of_other_sites_nor_for_whom_a_proxy_brings() {
        CallerResolver callers = callers(KeylessAccess.LOCAL, "gsk_gateway");
        HttpHeaders local = new DefaultHttpHeaders().set("host", "localhost");

        assertThat(refused(callers.identify(local.copy().set("origin", "https://evil.example"), HERE))
                        .status())
                .isEqualTo(403);
        assertThat(refused(callers.identify(local.copy().set("host", "evil.example"), HERE))
                        .status())
                .isEqualTo(403);
        assertThat(refused(callers.identify(local.copy().set("x-forwarded-for", "203.0.113.9"), HERE))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_browsers_session_never_reaches_groq() {
        HttpHeaders headers = bearing("gsk_own").set("cookie", "a=b; groqmeter_session=abc; c=d");

        callers(KeylessAccess.LOCAL, null).identify(headers, HERE);

        assertThat(headers.get("cookie")).isEqualTo("a=b; c=d");
    }
}
