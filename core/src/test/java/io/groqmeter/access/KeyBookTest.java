package io.groqmeter.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.memory.InMemoryPolicyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyBookTest {

    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final KeyRing.Found MISSPELT = new KeyRing.Found.Misspelt();

    private final InMemoryPolicyStore policies = new InMemoryPolicyStore();
    private Instant now = START;
    private final KeyBook book = new KeyBook(policies, "a secret of the tests".getBytes(UTF_8), () -> now);

    private KeyBook.Issued create(String name) {
        return book.create(new KeyBook.Wish(name, null, null, Set.of(), null));
    }

    private KeyRing.Found find(String text) {
        return book.ring().find(text, now);
    }

    private static CallerKey.State over(KeyRing.Found found) {
        assertThat(found).isInstanceOf(KeyRing.Found.Over.class);
        return ((KeyRing.Found.Over) found).state();
    }

    @Test
    void a_key_has_160_random_bits_and_is_recognised_by_its_text() {
        KeyBook.Issued issued = create("shop");
        KeyBook.Issued other = create("other");

        assertThat(issued.text()).matches("gm_[0-9a-hjkmnp-tv-z]{38}");
        assertThat(find(issued.text())).isEqualTo(new KeyRing.Found.Valid(issued.key()));
        assertThat(find(other.text())).isEqualTo(new KeyRing.Found.Valid(other.key()));
    }

    @Test
    void no_two_keys_are_the_same() {
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            texts.add(create("app" + i).text());
        }
        assertThat(texts).hasSize(500);
    }

    @Test
    void nothing_of_the_text_is_kept() {
        KeyBook.Issued issued = create("shop");
        String random = issued.text().substring(3);

        String kept = policies.list(PolicyKind.CALLER_KEY).toString() + issued + issued.key();

        for (int from = 0; from + 8 <= random.length(); from++) {
            assertThat(kept).doesNotContain(random.substring(from, from + 8));
        }
    }

    @Test
    void another_installation_does_not_know_it() {
        KeyBook.Issued issued = create("shop");
        KeyBook elsewhere = new KeyBook(policies, "another secret of tests".getBytes(UTF_8), () -> now);

        assertThat(elsewhere.ring().find(issued.text(), now)).isEqualTo(new KeyRing.Found.Unknown());
    }

    @Test
    void a_key_with_any_character_wrong_or_missing_is_misspelt() {
        String text = create("shop").text();
        for (int at = 0; at < text.length(); at++) {
            char other = text.charAt(at) == '7' ? '8' : '7';
            assertThat(find(text.substring(0, at) + other + text.substring(at + 1)))
                    .isEqualTo(MISSPELT);
            assertThat(find(text.substring(0, at))).isEqualTo(MISSPELT);
        }
        assertThat(find(text + "0")).isEqualTo(MISSPELT);
    }

    @Test
    void it_is_read_as_it_was_kept() {
        KeyBook.Issued issued = book.create(new KeyBook.Wish(
                "shop@home", "Área «norte»", "ana", Set.of("openai/gpt-oss-20b", "a"), START.plusSeconds(60)));
        KeyBook.Issued rotated = book.rotate("shop@home", Duration.ofHours(1));

        assertThat(book.all()).containsExactly(rotated.key());
        assertThat(rotated.key().replaced())
                .isEqualTo(new CallerKey.Replaced(issued.key().hash(), START.plusSeconds(3_600)));
        assertThat(rotated.key().models()).isEqualTo(issued.key().models());
        assertThat(rotated.key().project()).isEqualTo("Área «norte»");
    }

    @Test
    void it_expires_at_the_instant_told() {
        String text = book.create(new KeyBook.Wish("shop", null, null, Set.of(), START.plusSeconds(60)))
                .text();

        now = START.plusSeconds(60).minusNanos(1);
        assertThat(find(text)).isInstanceOf(KeyRing.Found.Valid.class);
        now = START.plusSeconds(60);
        assertThat(over(find(text))).isEqualTo(CallerKey.State.EXPIRED);
        assertThat(book.ring().letsAnybodyIn(now)).isFalse();
        assertThatThrownBy(() -> book.create(new KeyBook.Wish("late", null, null, Set.of(), START)))
                .hasMessageContaining("would be over already");
    }

    @Test
    void a_revoked_key_stays_in_the_book_and_lets_nobody_in() {
        String text = create("shop").text();

        book.revoke("shop");

        assertThat(over(find(text))).isEqualTo(CallerKey.State.REVOKED);
        assertThatThrownBy(() -> book.revoke("shop")).hasMessageContaining("was revoked at 2026-11-22T10:00:00Z");
        assertThatThrownBy(() -> book.rotate("shop", Duration.ZERO)).hasMessageContaining("make another");
        assertThatThrownBy(() -> create("shop")).hasMessageContaining("choose another");
        assertThatThrownBy(() -> book.revoke("nobody")).hasMessageContaining("there is no caller key 'nobody'");
    }

    @Test
    void rotated_with_grace_both_texts_are_valid_until_it_ends() {
        String before = create("shop").text();
        String after = book.rotate("shop", Duration.ofHours(1)).text();

        assertThat(find(before)).isInstanceOf(KeyRing.Found.Valid.class);
        assertThat(find(after)).isInstanceOf(KeyRing.Found.Valid.class);
        now = START.plus(Duration.ofHours(1));
        assertThat(find(before)).isInstanceOf(KeyRing.Found.Replaced.class);
        assertThat(find(after)).isInstanceOf(KeyRing.Found.Valid.class);
    }

    @Test
    void rotated_without_grace_only_the_new_text_is_valid() {
        String before = create("shop").text();
        String after = book.rotate("shop", Duration.ZERO).text();

        assertThat(find(before)).isNotInstanceOf(KeyRing.Found.Valid.class);
        assertThat(find(after)).isInstanceOf(KeyRing.Found.Valid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "-x", "gateway", "key-56290c62bc9b09fd", "ñ", "a/b", "x\ny"})
    void names_that_the_books_could_confuse_are_refused(String name) {
        assertThatThrownBy(() -> create(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_damaged_is_named() {
        policies.put(new Policy(PolicyKind.CALLER_KEY, "shop", "{\"created_at\":\"2026-11-22T10:00:00Z\"}"));

        assertThatThrownBy(book::ring).hasMessageContaining("'shop' is damaged");
    }
}
