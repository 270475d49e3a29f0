package io.groqmeter.sqlite.column;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.testkit.Seeded;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactIdTest {

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    @Test
    void our_own_ids_take_sixteen_bytes_and_come_back_to_the_letter() {
        Seeded.holds(200, seeded -> {
            StringBuilder id = new StringBuilder("gm-").append(seeded.between(0, 7));
            while (id.length() < 29) {
                id.append(DIGITS.charAt((int) seeded.between(0, 31)));
            }
            Object stored = CompactId.ofRecord(id.toString());
            assertThat(stored).isInstanceOfSatisfying(byte[].class, bytes -> assertThat(bytes)
                    .hasSize(16));
            assertThat(CompactId.record(stored)).isEqualTo(id.toString());
        });
    }

    @Test
    void ids_sort_as_their_bytes_do_so_that_an_index_grows_at_its_end() {
        byte[] one = (byte[]) CompactId.ofRecord("gm-01kantd4yq8cvz0f2b6x9w3m7z");
        byte[] later = (byte[]) CompactId.ofRecord("gm-01kantd4yr00000000000000000".substring(0, 29));
        assertThat(Arrays.compareUnsigned(one, later)).isNegative();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gm-",
                "gm-1",
                "gm-01KANTD4YQ8CVZ0F2B6X9W3M7Z",
                "gm-81kantd4yq8cvz0f2b6x9w3m7z",
                "gm-01kantd4yq8cvz0f2b6x9w3m7u",
                "gm-01kantd4yq8cvz0f2b6x9w3m7zz",
                "log-0123456789abcdef0123456789abcdef",
                "chatcmpl-0b763c36-8a8e-4a5e-9c0f-5d0a3c3f1c11"
            })
    void any_other_record_id_stays_text(String id) {
        assertThat(CompactId.ofRecord(id)).isEqualTo(id);
        assertThat(CompactId.record(id)).isEqualTo(id);
    }

    @Test
    void groqs_ids_take_sixteen_bytes_and_come_back_to_the_letter() {
        String id = "chatcmpl-" + new UUID(0x0b763c368a8e4a5eL, 0x9c0f5d0a3c3f1c11L);
        Object stored = CompactId.ofResponse(id);
        assertThat(stored).isInstanceOf(byte[].class);
        assertThat(CompactId.response(stored)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chatcmpl-REDACTED_1",
                "chatcmpl-0B763C36-8A8E-4A5E-9C0F-5D0A3C3F1C11",
                "chatcmpl-b763c36-8a8e-4a5e-9c0f-05d0a3c3f1c11",
                "resp_01kantd4yq8cvz0f2b6x9w3m7z",
                ""
            })
    void any_other_response_id_stays_text(String id) {
        assertThat(CompactId.ofResponse(id)).isEqualTo(id);
        assertThat(CompactId.response(id)).isEqualTo(id);
    }
}
