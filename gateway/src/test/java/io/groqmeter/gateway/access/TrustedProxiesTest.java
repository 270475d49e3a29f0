package io.groqmeter.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private static final String NOBODY = "the peer, relayed";

    private final TrustedProxies proxies = new TrustedProxies(Stream.of("127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48")
            .map(AddressBlock::parse)
            .toList());

    private String source(String peer, String... namesAndValues) throws Exception {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        InetAddress from = InetAddress.getByName(peer);
        RequestSource source = proxies.source(headers, from);
        return source.equals(new RequestSource(from, true))
                ? NOBODY
                : source.address().getHostAddress();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9                            | 203.0.113.9",
                "203.0.113.9:4711                       | 203.0.113.9",
                "1.1.1.1, 203.0.113.9                   | 203.0.113.9",
                "1.1.1.1, 203.0.113.9, 10.1.2.3         | 203.0.113.9",
                "203.0.113.9,10.1.2.3,[2001:db8:1::5]:1 | 203.0.113.9",
                "rubbish, 203.0.113.9                   | 203.0.113.9",
                "2001:db8:2::7                          | 2001:db8:2:0:0:0:0:7",
                "[2001:db8:2::7]                        | 2001:db8:2:0:0:0:0:7",
                "::ffff:203.0.113.9                     | 203.0.113.9",
                "127.0.0.1                              | 127.0.0.1",
                "10.9.9.9, 10.1.2.3                     | 10.9.9.9",
                "203.0.113.9, rubbish                   | the peer, relayed",
                "203.0.113.9,                           | the peer, relayed",
                "unknown                                | the peer, relayed",
                "localhost                              | the peer, relayed",
                "fe80::1%eth0                           | the peer, relayed",
                "203.0.113.9 127.0.0.1                  | the peer, relayed",
                "203.0.113.9:x                          | the peer, relayed"
            })
    void of_what_trusted_proxies_say_the_last_address_that_is_none_of_them_counts(String said, String client)
            throws Exception {
        assertThat(source("127.0.0.1", "x-forwarded-for", said)).isEqualTo(client);
        assertThat(source("10.1.1.1", "x-forwarded-for", said)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "for=203.0.113.9;proto=https;by=10.0.0.1        | 203.0.113.9",
                "For=\"[2001:db8:2::7]:4711\"                   | 2001:db8:2:0:0:0:0:7",
                "for=1.1.1.1, for=203.0.113.9, for=10.1.2.3     | 203.0.113.9",
                "for=_hidden                                    | the peer, relayed",
                "proto=https                                    | the peer, relayed",
                "for=203.0.113.9, proto=https                   | the peer, relayed"
            })
    void the_standard_header_says_the_same(String said, String client) throws Exception {
        assertThat(source("127.0.0.1", "forwarded", said)).isEqualTo(client);
    }

    @Test
    void lines_of_the_same_header_are_one_list() throws Exception {
        assertThat(source("10.1.1.1", "x-forwarded-for", "1.1.1.1", "x-forwarded-for", "203.0.113.9, 10.2.2.2"))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void two_headers_that_contradict_each_other_say_nothing() throws Exception {
        assertThat(source("10.1.1.1", "x-forwarded-for", "203.0.113.9", "forwarded", "for=127.0.0.1"))
                .isEqualTo(NOBODY);
        assertThat(source("10.1.1.1", "x-forwarded-for", "203.0.113.9", "forwarded", "for=203.0.113.9"))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void what_anybody_else_says_counts_for_nothing() throws Exception {
        assertThat(source("203.0.113.9", "x-forwarded-for", "127.0.0.1")).isEqualTo(NOBODY);
        assertThat(source("2001:db8:2::1", "x-forwarded-for", "127.0.0.1")).isEqualTo(NOBODY);
    }

    @Test
    void who_calls_this_machine_itself_beside_the_proxy_is_local() throws Exception {
        assertThat(proxies.source(new DefaultHttpHeaders(), InetAddress.getLoopbackAddress())
                        .isLocal())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8/8", "2001:db8::/129", "example.com", "", "10.0.0.0/", "*"
            })
    void what_is_no_block_of_addresses_is_refused(String text) {
        assertThatThrownBy(() -> AddressBlock.parse(text)).hasMessageContaining("'" + text + "'");
    }

    @Test
    void a_block_has_the_addresses_with_its_first_bits() throws Exception {
        AddressBlock odd = AddressBlock.parse("203.0.113.200/29");
        for (String inside : List.of("203.0.113.200", "203.0.113.207")) {
            assertThat(odd.contains(InetAddress.getByName(inside))).isTrue();
        }
        assertThat(odd.contains(InetAddress.getByName("203.0.113.208"))).isFalse();
        assertThat(AddressBlock.parse("0.0.0.0/0").contains(InetAddress.getByName("9.9.9.9")))
                .isTrue();
        assertThat(AddressBlock.parse("0.0.0.0/0").contains(InetAddress.getByName("::1")))
                .isFalse();
    }
}
