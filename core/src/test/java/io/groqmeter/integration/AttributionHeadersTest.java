package io.groqmeter.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.usage.Attribution;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
    void a_name_sent_in_utf_8_or_in_latin_1_is_read_as_it_was_meant() {
        String latin1 = "José";
        String utf8 = new String("José 日本".getBytes(UTF_8), ISO_8859_1); // as an HTTP codec hands it over

        assertThat(AttributionHeaders.read(Map.of("x-groqmeter-user", latin1)::get)
                        .user())
                .isEqualTo("José");
        assertThat(AttributionHeaders.read(Map.of("x-groqmeter-user", utf8)::get)
                        .user())
                .isEqualTo("José 日本");
        assertThat(AttributionHeaders.read(Map.of("x-groqmeter-user", "日本")::get)
                        .user())
                .isEqualTo("日本");
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

    @Test
    void long_names_that_begin_alike_stay_two_and_are_said_to_be_cut() {
        String alike = "department-of-very-long-names/".repeat(5);
        AttributionHeaders.Said one = AttributionHeaders.hear(Map.of("x-groqmeter-project", alike + "one")::get);
        AttributionHeaders.Said two = AttributionHeaders.hear(Map.of("x-groqmeter-project", alike + "two")::get);

        assertThat(one.attribution().project()).hasSize(128).startsWith(alike.substring(0, 100));
        assertThat(one.attribution()).isNotEqualTo(two.attribution());
        assertThat(one.attribution())
                .as("a name that was cut is not cut again")
                .isEqualTo(Attribution.none().and(one.attribution()));
        assertThat(one.remark()).contains("x-groqmeter-project is cut").doesNotContain("department");
    }

    @Test
    void what_is_left_out_of_the_tags_is_said() {
        String many = IntStream.range(0, 20).mapToObj(i -> "t" + i + "=1").collect(Collectors.joining(","));
        assertThat(remark("a=b,nonsense,=c,d=")).isEqualTo("x-groqmeter-tags: left out 3 that are not name=value");
        assertThat(remark("a:b")).contains("left out 1");
        assertThat(remark(many)).isEqualTo("x-groqmeter-tags: left out 4 beyond 16");
        assertThat(remark("a=1,A=2")).contains("two values");
        assertThat(remark("a=" + "x".repeat(129))).contains("cut");
        assertThat(remark("a=1, b=2 ,,a=1")).isNull();
    }

    private static @Nullable String remark(String tags) {
        return AttributionHeaders.hear(Map.of("x-groqmeter-tags", tags)::get).remark();
    }
}
