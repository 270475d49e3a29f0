package io.groqmeter.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.usage.Attribution;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributionHeadersTest {

    @Test
    void what_is_written_reads_the_same() {
        Attribution all = new Attribution(null, "shop", "ana", Map.of("tier", "gold", "run", "a=b"));
        Map<String, String> headers = AttributionHeaders.of(all);
        assertThat(headers).containsEntry("x-groqmeter-tags", "run=a=b,tier=gold");
        assertThat(AttributionHeaders.read(headers::get)).isEqualTo(all);
    }

    @Test
    void nobody_is_no_header_and_a_key_is_never_sent() {
        assertThat(AttributionHeaders.of(Attribution.none())).isEmpty();
        assertThat(AttributionHeaders.of(new Attribution("key-1", null, null, Map.of())))
                .isEmpty();
    }

    @Test
    void what_no_header_can_say_is_refused_rather_than_told_wrongly() {
        assertThatThrownBy(() -> AttributionHeaders.of(Attribution.user("José")))
                .hasMessageContaining("plain ASCII");
        assertThatThrownBy(() -> AttributionHeaders.of(Attribution.tag("a", "b,c=d")))
                .hasMessageContaining("comma");
    }
}
