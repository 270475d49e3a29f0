package io.groqmeter.testkit;

import static io.groqmeter.testkit.Records.openCall;
import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules for open calls: listed until they are settled, also after a restart. */
interface OpenCallRules extends StorePlaces {

    @Test
    default void an_open_call_is_listed_until_its_record_comes() {
        UsageStore store = store();
        OpenCall one = openCall("one", "2026-11-22T10:00:00.123Z");
        OpenCall two = openCall("two", "2026-11-22T09:00:00Z");

        store.append(opening(one, two));
        assertThat(store.openCalls()).containsExactly(two, one);

        store.append(UsageBatch.of(record("two").build()));
        assertThat(store.openCalls()).containsExactly(one);
    }

    @Test
    default void an_open_call_is_no_record_and_counts_in_no_sum() {
        UsageStore store = store();

        assertThat(store.append(opening(openCall("one", "2026-11-22T10:00:00Z"))))
                .isZero();

        assertThat(store.find("one")).isEmpty();
        assertThat(store.after(0, 10)).isEmpty();
    }

    @Test
    default void a_call_opened_and_settled_in_one_batch_is_settled() {
        UsageStore store = store();
        UsageRecord record = record("one").build();

        store.append(new UsageBatch(List.of(openCall("one", "2026-11-22T10:00:00Z")), List.of(record)));

        assertThat(store.openCalls()).isEmpty();
        assertThat(store.find("one")).contains(record);
    }

    @Test
    default void a_call_opened_after_its_record_is_ignored() {
        UsageStore store = store();
        store.append(UsageBatch.of(record("one").build()));

        store.append(opening(openCall("one", "2026-11-22T10:00:00Z")));

        assertThat(store.openCalls()).isEmpty();
    }

    @Test
    default void a_record_that_is_known_closes_its_open_call_all_the_same() {
        UsageStore store = store();
        store.append(opening(openCall("one", "2026-11-22T10:00:00Z")));
        store.append(UsageBatch.of(record("one").build()));

        store.append(new UsageBatch(
                List.of(openCall("one", "2026-11-22T10:00:00Z")),
                List.of(record("one").build())));

        assertThat(store.openCalls()).isEmpty();
    }

    @Test
    default void a_call_opened_again_is_replaced() {
        UsageStore store = store();
        OpenCall call = openCall("one", "2026-11-22T10:00:00Z");
        OpenCall unsettled = call.unsettledBecause("the process ended before the call did");

        store.append(opening(call));
        store.append(opening(unsettled));

        assertThat(store.openCalls()).containsExactly(unsettled);
    }

    @Test
    default void whose_a_call_is_stays_known() {
        UsageStore store = store();
        OpenCall mine = openCall("mine", "2026-11-22T09:00:00Z").ownedBy("one gateway");
        OpenCall theirs = openCall("theirs", "2026-11-22T10:00:00Z").ownedBy("another");
        OpenCall nobodys = openCall("nobodys", "2026-11-22T11:00:00Z");

        store.append(opening(mine, theirs, nobodys));
        store = restarted(store);

        assertThat(store.openCalls()).containsExactly(mine, theirs, nobodys);
    }

    @Test
    default void open_and_unsettled_calls_are_there_after_a_restart() {
        UsageStore store = store();
        OpenCall open = openCall("open", "2026-11-22T10:00:00.001Z");
        OpenCall unsettled =
                openCall("unsettled", "2026-11-22T11:00:00Z").unsettledBecause("the «line»\nwas cut \uD83D\uDE80");
        OpenCall bare = new OpenCall(
                "bare",
                Instant.parse("2026-11-22T12:00:00Z"),
                Endpoint.TRANSCRIPTIONS,
                null,
                new Attribution(null, null, "ana", Map.of()),
                Optional.empty(),
                null);
        store.append(opening(open, unsettled, bare, openCall("settled", "2026-11-22T13:00:00Z")));
        store.append(UsageBatch.of(record("settled").build()));

        store = restarted(store);

        assertThat(store.openCalls()).containsExactly(open, unsettled, bare);
        store.append(
                UsageBatch.of(List.of(record("open").build(), record("bare").build())));
        store = restarted(store);
        assertThat(store.openCalls()).containsExactly(unsettled);
    }

    private static UsageBatch opening(OpenCall... calls) {
        return new UsageBatch(List.of(calls), List.of());
    }
}
