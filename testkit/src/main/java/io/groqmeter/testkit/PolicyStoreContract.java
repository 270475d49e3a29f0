package io.groqmeter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract of every {@link PolicyStore}, as tests. A store passes if a subclass that opens it passes. */
public abstract class PolicyStoreContract {

    private final List<PolicyStore> opened = new ArrayList<>();

    /**
     * Opens the one store of this test, each time as another process would: it has what was stored before. A store in memory
     * returns the same store again.
     */
    protected abstract PolicyStore open();

    private PolicyStore store() {
        PolicyStore store = open();
        opened.add(store);
        return store;
    }

    @AfterEach
    final void closeStores() {
        opened.forEach(PolicyStore::close);
    }

    private static Policy budget(String id, String body) {
        return new Policy(PolicyKind.BUDGET, id, body);
    }

    @Test
    void what_is_put_is_found_as_it_was_written() {
        PolicyStore store = store();
        Policy policy = budget("tag:Área=«norte» \uD83D\uDE80", "{\"usd\": \"0.10\",\n \"said\": \"a\\\"b\"}");

        store.put(policy);

        assertThat(store.find(PolicyKind.BUDGET, policy.id())).contains(policy);
        assertThat(store().list(PolicyKind.BUDGET)).containsExactly(policy);
    }

    @Test
    void an_empty_store_has_nothing_and_is_at_version_0() {
        PolicyStore store = store();

        assertThat(store.list(PolicyKind.CALLER_KEY)).isEmpty();
        assertThat(store.find(PolicyKind.CALLER_KEY, "app")).isEmpty();
        assertThat(store.version(PolicyKind.CALLER_KEY)).isZero();
    }

    @Test
    void what_is_put_again_takes_the_place_of_the_first() {
        PolicyStore store = store();

        store.put(budget("all", "one"));
        store.put(budget("all", "two"));

        assertThat(store.list(PolicyKind.BUDGET)).containsExactly(budget("all", "two"));
    }

    @Test
    void what_is_there_is_not_added_again() {
        PolicyStore store = store();

        assertThat(store.add(budget("all", "one"))).isTrue();
        assertThat(store.add(budget("all", "two"))).isFalse();

        assertThat(store.list(PolicyKind.BUDGET)).containsExactly(budget("all", "one"));
    }

    @Test
    void what_is_removed_is_gone_and_is_removed_once() {
        PolicyStore store = store();
        store.put(budget("all", "one"));

        assertThat(store.remove(PolicyKind.BUDGET, "all")).isTrue();
        assertThat(store.remove(PolicyKind.BUDGET, "all")).isFalse();

        assertThat(store().list(PolicyKind.BUDGET)).isEmpty();
    }

    @Test
    void kinds_do_not_mix() {
        PolicyStore store = store();
        Policy limit = new Policy(PolicyKind.LIMIT, "all", "limit");
        store.put(limit);
        store.put(budget("all", "budget"));

        store.remove(PolicyKind.BUDGET, "all");

        assertThat(store.list(PolicyKind.LIMIT)).containsExactly(limit);
        assertThat(store.list(PolicyKind.BUDGET)).isEmpty();
    }

    @Test
    void they_are_listed_in_the_order_of_their_ids_code_points() {
        PolicyStore store = store();

        Stream.of("\uD83D\uDE80", "b", "\uFF5E", "a", "B").forEach(id -> store.put(budget(id, "")));

        assertThat(store.list(PolicyKind.BUDGET))
                .extracting(Policy::id)
                .containsExactly("B", "a", "b", "\uFF5E", "\uD83D\uDE80");
    }

    @Test
    void the_version_of_a_kind_changes_with_each_change_and_only_then() {
        PolicyStore store = store();
        PolicyStore other = store();
        List<Long> versions = new ArrayList<>();
        versions.add(store.version(PolicyKind.BUDGET));
        other.put(budget("all", "one"));
        versions.add(store.version(PolicyKind.BUDGET));
        other.put(budget("all", "two"));
        versions.add(store.version(PolicyKind.BUDGET));
        other.add(budget("user:ana", "one"));
        versions.add(store.version(PolicyKind.BUDGET));
        other.remove(PolicyKind.BUDGET, "all");
        versions.add(store.version(PolicyKind.BUDGET));
        assertThat(versions).doesNotHaveDuplicates();

        other.add(budget("user:ana", "again"));
        other.remove(PolicyKind.BUDGET, "nobody");
        other.put(new Policy(PolicyKind.LIMIT, "all", "limit"));

        assertThat(store.version(PolicyKind.BUDGET))
                .isEqualTo(versions.get(4))
                .isEqualTo(store().version(PolicyKind.BUDGET));
    }

    @Test
    void of_many_who_change_it_at_once_no_change_is_lost_and_one_adds() {
        List<PolicyStore> processes = List.of(store(), store(), store());
        List<CompletableFuture<Boolean>> adding = new ArrayList<>();
        for (int i = 0; i < processes.size(); i++) {
            PolicyStore process = processes.get(i);
            String name = "process-" + i + "-";
            adding.add(CompletableFuture.supplyAsync(() -> {
                IntStream.range(0, 10).forEach(n -> process.put(budget(name + n, "x")));
                return process.add(budget("same", "x"));
            }));
        }

        assertThat(adding.stream().map(CompletableFuture::join).filter(added -> added))
                .hasSize(1);
        assertThat(store().list(PolicyKind.BUDGET)).hasSize(31);
        assertThat(store().version(PolicyKind.BUDGET)).isEqualTo(31);
    }
}
