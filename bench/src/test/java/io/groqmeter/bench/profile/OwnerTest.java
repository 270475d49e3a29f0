package io.groqmeter.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnerTest {

    @Test
    void a_stack_belongs_to_the_first_from_its_top_that_is_no_library() {
        assertThat(Owner.ofLine(
                        "[loop tid=1];io/netty/channel/Loop.run;io/groqmeter/groq/Json.read;java/util/HashMap.get"))
                .isEqualTo(Owner.USAGE);
        assertThat(Owner.ofLine(
                        "[writer tid=2];io/groqmeter/sqlite/Writer.append;org/sqlite/core/NativeDB.step;pwrite64"))
                .isEqualTo(Owner.SQLITE);
        assertThat(Owner.ofLine("[loop tid=1];io/netty/handler/codec/http/Decoder.decode"))
                .isEqualTo(Owner.CODEC);
        assertThat(Owner.ofLine("[C2 CompilerThread0 tid=3];start_thread;Compile::Compile"))
                .isEqualTo(Owner.JVM);
    }

    @Test
    void shares_are_of_all_samples() {
        Profile profile = Profile.of("json", "abc", 40, List.of("a;io/groqmeter/pricing/Rater.rate 3", "b;futex 1"));

        assertThat(profile.samples()).isEqualTo(4);
        assertThat(profile.table()).contains("| rating | 30.0 | 75 % |");
    }
}
