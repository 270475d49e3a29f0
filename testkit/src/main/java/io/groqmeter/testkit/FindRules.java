package io.groqmeter.testkit;

import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStore.Positioned;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules for reading records: by time in pages, and in the order of appending. */
interface FindRules extends StorePlaces {

    Window TWO_DAYS = new Window(Instant.parse("2026-11-21T00:00:00Z"), Instant.parse("2026-11-23T00:00:00Z"));

    @Test
    default void records_come_latest_first_and_ties_latest_appended_first() {
        UsageStore store = store();
        store.append(UsageBatch.of(List.of(
                record("noon").at("2026-11-22T12:00:00Z").build(),
                record("tie 1").at("2026-11-22T10:00:00Z").build(),
                record("late").at("2026-11-22T23:00:00Z").build())));
        store.append(UsageBatch.of(List.of(
                record("tie 2").at("2026-11-22T10:00:00Z").build(),
                record("early").at("2025-01-01T00:00:00Z").build())));

        assertThat(ids(store.find(RecordQuery.latest(10)))).containsExactly("late", "noon", "tie 2", "tie 1", "early");
        assertThat(ids(store.find(RecordQuery.latest(2)))).containsExactly("late", "noon");
    }

    @Test
    default void a_window_has_its_start_but_not_its_end() {
        UsageStore store = store();
        store.append(UsageBatch.of(List.of(
                record("before").at("2026-11-21T23:59:59.999Z").build(),
                record("start").at("2026-11-22T00:00:00Z").build(),
                record("last").at("2026-11-22T23:59:59.999Z").build(),
                record("end").at("2026-11-23T00:00:00Z").build())));
        Window day = new Window(Instant.parse("2026-11-22T00:00:00Z"), Instant.parse("2026-11-23T00:00:00Z"));

        assertThat(ids(store.find(new RecordQuery(day, Map.of(), 10, Optional.empty()))))
                .containsExactly("last", "start");
    }

    @Test
    default void pages_show_each_record_once_while_others_are_appended() {
        Seeded seeded = new Seeded(3);
        UsageStore store = store();
        List<UsageRecord> first = withTies(RandomRecords.list(seeded, 100, "first/", TWO_DAYS));
        store.append(UsageBatch.of(first));

        List<UsageRecord> seen = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        int number = 0;
        do {
            RecordPage page = store.find(new RecordQuery(TWO_DAYS, Map.of(), 7, cursor));
            seen.addAll(page.records());
            cursor = page.next();
            store.append(UsageBatch.of(RandomRecords.list(seeded, 3, "later/" + number++ + "/", TWO_DAYS)));
        } while (cursor.isPresent());

        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen.stream().filter(record -> record.id().startsWith("first/")))
                .containsExactlyElementsOf(latestFirst(first));
        assertThat(seen)
                .isSortedAccordingTo(
                        Comparator.comparing(UsageRecord::startedAt).reversed());
    }

    @Test
    default void the_last_page_has_no_next() {
        UsageStore store = store();
        store.append(UsageBatch.of(RandomRecords.list(new Seeded(1), 4, "r", TWO_DAYS)));

        RecordPage page = store.find(RecordQuery.latest(2));
        assertThat(page.next()).isPresent();
        RecordPage last = store.find(new RecordQuery(Window.always(), Map.of(), 2, page.next()));
        assertThat(last.records()).hasSize(2);
        assertThat(last.next()).isEmpty();
        assertThat(store.find(RecordQuery.latest(4)).next()).isEmpty();
    }

    @Test
    default void records_are_chosen_by_any_dimension() {
        Seeded seeded = new Seeded(11);
        UsageStore store = store();
        List<UsageRecord> records = withTies(RandomRecords.list(seeded, 200, "r", TWO_DAYS));
        store.append(UsageBatch.of(records));

        for (Dimension dimension : Dimension.values()) {
            if (!dimension.isTime()) {
                UsageRecord sample = seeded.oneOf(records.stream()
                        .filter(record -> Dimension.labels(record).containsKey(dimension))
                        .toList());
                String value = Objects.requireNonNull(Dimension.labels(sample).get(dimension));
                assertThat(store.find(new RecordQuery(TWO_DAYS, Map.of(dimension, value), 10_000, Optional.empty()))
                                .records())
                        .containsExactlyElementsOf(latestFirst(records.stream()
                                .filter(record ->
                                        value.equals(Dimension.labels(record).get(dimension)))
                                .toList()));
            }
        }
        assertThat(ids(store.find(
                        new RecordQuery(TWO_DAYS, Map.of(Dimension.MODEL, "nobody' OR '1'='1"), 10, Optional.empty()))))
                .isEmpty();
    }

    @Test
    default void a_cursor_that_is_none_is_refused() {
        UsageStore store = store();
        for (String cursor : List.of("", "x", "12-", "-", "1-2-x", "99999999999999999999-1")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.find(new RecordQuery(TWO_DAYS, Map.of(), 10, Optional.of(cursor))))
                    .withMessageContaining("cursor");
        }
    }

    @Test
    default void a_follower_reads_every_record_once_in_the_order_of_appending() {
        Seeded seeded = new Seeded(5);
        UsageStore store = store();
        List<UsageRecord> records = RandomRecords.list(seeded, 50, "r", TWO_DAYS);
        List<UsageRecord> followed = new ArrayList<>();
        long position = 0;
        for (int from = 0; from < 50; from += 10) {
            store.append(UsageBatch.of(records.subList(from, from + 10)));
            for (Positioned next : store.after(position, 7)) {
                assertThat(next.position()).isGreaterThan(position);
                position = next.position();
                followed.add(next.record());
            }
        }
        store = restarted(store);
        for (Positioned next : store.after(position, 1_000)) {
            position = next.position();
            followed.add(next.record());
        }

        assertThat(followed).containsExactlyElementsOf(records);
        assertThat(store.after(position, 10)).isEmpty();
        store.append(UsageBatch.of(record("one more").build()));
        assertThat(store.after(position, 10))
                .extracting(each -> each.record().id())
                .containsExactly("one more");
    }

    /** Every third record starts when its neighbour does. */
    private static List<UsageRecord> withTies(List<UsageRecord> records) {
        List<UsageRecord> tied = new ArrayList<>(records);
        for (int at = 2; at < tied.size(); at += 3) {
            UsageRecord record = tied.get(at);
            tied.set(
                    at,
                    new UsageRecord(
                            record.id(),
                            tied.get(at - 1).startedAt(),
                            record.call(),
                            record.attribution(),
                            record.rated(),
                            record.requestId(),
                            record.calls()));
        }
        return tied;
    }

    /** The records as a store should list them, given in the order of appending. */
    private static List<UsageRecord> latestFirst(List<UsageRecord> appended) {
        List<UsageRecord> sorted = new ArrayList<>(appended);
        Collections.reverse(sorted);
        sorted.sort(Comparator.comparing(UsageRecord::startedAt).reversed());
        return sorted;
    }

    private static List<String> ids(RecordPage page) {
        return page.records().stream().map(UsageRecord::id).toList();
    }
}
