package io.groqmeter.bench.scale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ViewTest {

    @Test
    void every_view_is_answered_and_named_once() {
        InMemoryUsageStore store = new InMemoryUsageStore(new UsageCalendar(ZoneId.of("Europe/Madrid")));
        Mix mix = new Mix(2_000);
        List<UsageRecord> records = new ArrayList<>();
        mix.forEachRemaining(records::add);
        store.append(UsageBatch.of(records));
        Answers answers = new Answers(store, InstantSource.fixed(View.NOW));
        Set<String> names = new HashSet<>();
        for (View view : View.all()) {
            assertThat(names.add(view.name())).as(view.name()).isTrue();
            assertThat(new String(answers.to(view.question()), UTF_8))
                    .as(view.name())
                    .startsWith("{");
        }
    }

    @Test
    void another_seed_gives_other_ids() {
        assertThat(new Mix(10, Mix.END, 1).next().id())
                .isNotEqualTo(new Mix(10, Mix.END, 2).next().id());
    }
}
