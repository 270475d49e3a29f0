package io.groqmeter.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a price file may say, and how each thing it may not say is refused. */
class PriceFileTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static PriceList read(byte[] bytes) {
        PriceList shipped = PriceList.shipped();
        return shipped.overriddenBy(new PriceFile("prices.json", bytes).read(shipped));
    }

    private static PriceList read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void isPriced(PriceList list, String model, String input, String output) {
        ResolvedPrice resolved = list.resolve(model, NOW);
        assertThat(resolved.basis()).isEqualTo(PriceBasis.OVERRIDE);
        assertThat(resolved.price().input()).hasValue(new BigDecimal(input));
        assertThat(resolved.price().output()).hasValue(new BigDecimal(output));
    }

    @Test
    void the_first_tools_short_form_adds_a_model() {
        isPriced(read("{\"nuevo-modelo\": {\"input\": 0.50, \"output\": 0.75}}"), "nuevo-modelo", "0.50", "0.75");
    }

    @Test
    void the_examples_of_the_documentation_are_read_as_they_stand() throws IOException {
        String page = Files.readString(SharedFacts.root().resolve("docs/prices.md"));
        String[] parts = page.split("```(json)?\n?");
        assertThat(parts).hasSize(5);
        isPriced(read(parts[1]), "nuevo-modelo", "0.50", "0.75");
        ResolvedPrice contract = read(parts[3]).resolve("our-best", Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(contract.basis()).isEqualTo(PriceBasis.OVERRIDE);
        assertThat(contract.price().cachedInput()).hasValue(new BigDecimal("0.06"));
    }

    @Test
    void the_short_and_the_full_form_stand_in_one_file() {
        PriceList list = read("""
                {"note": "ours",
                 "prices": [{"model": "a", "input": "1", "output": 2, "cached_input": null, "note": "by contract"}],
                 "b": {"input": 3, "output": 4},
                 "aliases": {"short": "a", "shorter": "short", "llama": "llama-3.3-70b"}}
                """);
        isPriced(list, "shorter", "1", "2");
        isPriced(list, "b", "3", "4");
        assertThat(list.resolve("shorter", NOW).alias()).isEqualTo("shorter");
        assertThat(list.resolve("llama", NOW).price().model()).isEqualTo("llama-3.3-70b-versatile");
    }

    @Test
    void every_digit_of_a_price_is_kept_whether_it_stands_in_quotes_or_not() {
        String digits = "0.12345678901234567890123456789";
        isPriced(read("{\"a\": {\"input\": " + digits + ", \"output\": \"" + digits + "\"}}"), "a", digits, digits);
    }

    @Test
    void an_own_price_without_days_holds_always_and_one_with_days_only_then() {
        assertThat(read("{\"gemma2-9b-it\": {\"input\": 1, \"output\": 1}}")
                        .resolve("gemma2-9b-it", Instant.EPOCH)
                        .basis())
                .isEqualTo(PriceBasis.OVERRIDE);
        PriceList dated = read("""
                {"prices": [{"model": "openai/gpt-oss-20b", "input": 1, "output": 1, "from": "2026-11-01", "until": "2026-11-22"}]}
                """);
        assertThat(dated.resolve("openai/gpt-oss-20b", NOW.minusSeconds(86_400)).basis())
                .isEqualTo(PriceBasis.OVERRIDE);
        assertThat(dated.resolve("openai/gpt-oss-20b", NOW).basis()).isEqualTo(PriceBasis.LIST);
    }

    @Test
    void an_own_fallback_takes_the_place_of_the_shipped_one_measure_by_measure() {
        ModelPrice fallback =
                read("{\"fallback\": {\"input\": 2, \"output\": 3}}").fallback();
        assertThat(fallback.input()).hasValue(new BigDecimal("2"));
        assertThat(fallback.price(Measure.AUDIO)).hasValue(new BigDecimal("0.111"));
    }

    @Test
    void a_price_set_by_the_program_wins_over_every_file() {
        PriceList list = read("{\"a\": {\"input\": 1, \"output\": 1}}")
                .withPrice("a", new BigDecimal("0.5"), new BigDecimal("0.75"));
        isPriced(list, "a", "0.5", "0.75");
        assertThatThrownBy(() -> list.withPrice("a", new BigDecimal("-1"), BigDecimal.ONE))
                .hasMessage("input is -1 dollars per 1M tokens, which is negative. A price is 0 or more.");
    }

    @Test
    void an_own_price_of_zero_makes_a_model_free() {
        assertThat(read("{\"a\": {\"input\": 0, \"output\": 0}}")
                        .resolve("a", NOW)
                        .basis())
                .isEqualTo(PriceBasis.FREE);
    }

    @Test
    void a_byte_order_mark_is_no_fault() {
        isPriced(read("\uFEFF{\"a\": {\"input\": 1, \"output\": 2}}"), "a", "1", "2");
    }

    @ParameterizedTest
    @MethodSource
    void a_fault_is_refused_with_its_line_and_what_to_do(String text, int line, String reason) {
        PriceFileException refused = catchThrowableOfType(PriceFileException.class, () -> read(text));
        assertThat(refused).isNotNull();
        assertThat(refused).hasMessageStartingWith("prices.json, line " + line + ", column ");
        assertThat(refused).hasMessageContaining(reason);
        assertThat(refused.line()).isEqualTo(line);
        assertThat(refused.getMessage()).doesNotContain("\n", "com.fasterxml", "[Source");
    }

    static Stream<Arguments> a_fault_is_refused_with_its_line_and_what_to_do() {
        return Stream.of(
                fault("", 1, "the file is empty. Write {}"),
                fault("[]", 1, "a price file is one {…}"),
                fault("{\n\"prices\": [\n{\"model\": \"a\", \"input\": 1,", 3, "the file ends too early"),
                fault("{\n\"a\": {\"input\": 1, \"output\": 1}", 2, "the file ends too early"),
                fault("{}\n{}", 2, "there is more after the end of the list"),
                fault("{\n\"a\": {\"input\": 1 \"output\": 1}}", 2, "not JSON as it should be"),
                fault("{\n\"a\": {\"input\": 1, \"output\": 1},\n\"a\": {}}", 3, "written twice"),
                fault("{\"a\": {\"input\": 1,\n\"input\": 1, \"output\": 1}}", 2, "written twice"),
                fault("{\n\"a\": 3}", 2, "\"a\" is neither prices, aliases, batch, fallback or note, nor a model"),
                fault(
                        "{\"a\": {\n\"inptu\": 1}}",
                        2,
                        "unknown field \"inptu\". A price has: input, cached_input, output"),
                fault("{\"prices\": [\n{\"input\": 1, \"output\": 1}]}", 2, "has no \"model\""),
                fault("{\"prices\": {}}", 1, "prices is a list"),
                fault("{\"a\": {\"input\": 1}}", 1, "input and output come together"),
                fault("{\"a\": {}}", 1, "\"a\" has no price. Give it input and output per 1M tokens"),
                fault(
                        "{\"a\": {\"input\": 1, \"output\": 1, \"cached_input\": 2}}",
                        1,
                        "cached_input 2 is more than input 1"),
                fault(
                        "{\"a\": {\"input\": -1, \"output\": 1}}",
                        1,
                        "input is -1 dollars per 1M tokens, which is negative"),
                fault("{\"a\": {\"input\": \"NaN\", \"output\": 1}}", 1, "input is not a decimal number: \"NaN\""),
                fault("{\"a\": {\"input\": \"0,59\", \"output\": 1}}", 1, "input is not a decimal number: \"0,59\""),
                fault("{\"a\": {\"input\": NaN, \"output\": 1}}", 1, "not JSON as it should be"),
                fault("{\"a\": {\"input\": true, \"output\": 1}}", 1, "input is a number"),
                fault("{\"a\": {\"input\": [], \"output\": 1}}", 1, "input is a number"),
                fault("{\"a\": {\"input\": 590000, \"output\": 1}}", 1, "1,000 tokens would cost $590.00."),
                fault("{\"a\": {\"audio_hour\": 11100}}", 1, "1 minute would cost $185.00."),
                fault("{\"a\": {\"input\": 1e999999999, \"output\": 1}}", 1, "at most 10000"),
                fault("{\"a\": {\"input\": \"1e2147483647\", \"output\": 1}}", 1, "at most 10000"),
                fault("{\"a\": {\"input\": \"1e-2147483647\", \"output\": 1}}", 1, "must be written per 1M tokens"),
                fault("{\"a\": {\"input\": 0.00000059, \"output\": 1}}", 1, "must be written per 1M tokens: 0.59."),
                fault(
                        "{\"a\": {\"input\": 1, \"output\": 1, \"from\": \"1.11.2026\"}}",
                        1,
                        "from is not a day: \"1.11.2026\""),
                fault("{\"a\": {\"input\": 1, \"output\": 1, \"until\": \"2026-02-30\"}}", 1, "until is not a day"),
                fault(
                        "{\"a\": {\"input\": 1, \"output\": 1, \"from\": \"2026-11-02\", \"until\": \"2026-11-02\"}}",
                        1,
                        "until 2026-11-02 is not after from 2026-11-02"),
                fault(rows("", ""), 3, "another price for the same days in line 2"),
                fault(rows(", \"until\": \"2026-11-03\"", ", \"from\": \"2026-11-02\""), 3, "in line 2"),
                fault(rows(", \"from\": \"2026-11-02\"", ""), 3, "in line 2"),
                fault("{\"aliases\": {\n\"short\": \"nothing\"}}", 2, "leads to \"nothing\", which has no price"),
                fault("{\"aliases\": {\"a\": \"b\",\n\"b\": \"a\"}}", 1, "leads round in a circle"),
                fault("{\"aliases\": {\"a\": \"a\"}}", 1, "leads round in a circle"),
                fault("{\"aliases\": {\"qwen/qwen3-32b\": \"allam-2-7b\"}}", 1, "is itself a model of the list"),
                fault("{\"aliases\": {\"a\": 1}}", 1, "a is a text in quotes"),
                fault("{\"note\": []}", 1, "note is a text in quotes"),
                fault("{\"\": {\"input\": 1, \"output\": 1}}", 1, "needs the id of its model"));
    }

    private static Arguments fault(String text, int line, String reason) {
        return Arguments.of(text, line, reason);
    }

    private static String rows(String first, String second) {
        String price = "{\"model\": \"a\", \"input\": 1, \"output\": 1";
        return "{\"prices\": [\n" + price + first + "},\n" + price + second + "}]}";
    }

    @Test
    void a_file_that_is_not_utf_8_is_refused_at_the_first_wrong_letter() {
        byte[] latin = "{\n\"a\u00f1o\": {\"input\": 1, \"output\": 1}}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> read(latin))
                .hasMessage(
                        "prices.json, line 2, column 3: this is not UTF-8 text. Save the file with the encoding UTF-8.");
        byte[] cutOff = "{\"a\u00f1".getBytes(StandardCharsets.UTF_8);
        byte[] half = Arrays.copyOf(cutOff, cutOff.length - 1);
        assertThatThrownBy(() -> read(half)).isInstanceOf(PriceFileException.class);
        assertThatThrownBy(() -> read("{}".getBytes(StandardCharsets.UTF_16))).isInstanceOf(PriceFileException.class);
    }

    @Test
    void a_file_cut_off_anywhere_is_refused_or_empty() {
        String whole =
                "{\"prices\": [{\"model\": \"a\", \"input\": 0.5, \"output\": \"0.75\"}], \"aliases\": {\"b\": \"a\"}}";
        for (int end = 0; end < whole.length(); end++) {
            String half = whole.substring(0, end);
            assertThatThrownBy(() -> read(half)).as(half).isInstanceOf(PriceFileException.class);
        }
        isPriced(read(whole), "b", "0.5", "0.75");
    }

    @Test
    void the_first_tools_names_lead_to_their_models() {
        PriceList list = PriceList.shipped();
        assertThat(Stream.of(
                        "Llama 3.3 70B Versatile",
                        "Llama 3.1 8B Instant",
                        "Qwen3 32B",
                        "Gemma 2 9B",
                        "GPT OSS 20B",
                        "Kimi K2 1T",
                        "llama3-70b",
                        "gpt-oss-120b"))
                .extracting(name -> list.resolve(name, NOW).price().model())
                .containsExactly(
                        "llama-3.3-70b-versatile",
                        "llama-3.1-8b-instant",
                        "qwen/qwen3-32b",
                        "gemma2-9b-it",
                        "openai/gpt-oss-20b",
                        "moonshotai/kimi-k2-instruct",
                        "llama3-70b-8192",
                        "openai/gpt-oss-120b");
    }
}
