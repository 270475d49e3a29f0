package io.groqmeter.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.CommandRun;
import io.groqmeter.pricing.PriceList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesCommandTest {

    @TempDir
    Path folder;

    @Test
    void a_model_is_shown_with_its_row_and_what_a_thousand_tokens_cost() {
        CommandRun run = CommandRun.in(folder, "prices", "openai/gpt-oss-20b");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("💰 openai/gpt-oss-20b\n")
                .contains("input", "$0.075  / 1M tokens", "Groq's list, 2025-09-25 – …")
                .contains("1,000 input tokens cost $0.000075")
                .contains("1,000 output tokens $0.0003");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void a_date_shows_the_price_of_then() {
        assertThat(CommandRun.in(folder, "prices", "openai/gpt-oss-20b", "--date", "2025-08-10")
                        .out())
                .contains("$0.1  ", "$0.5  ", "2025-08-05 – 2025-09-24");
    }

    @Test
    void another_name_leads_to_its_model() {
        String alias = PriceList.shipped().aliases().keySet().iterator().next();
        String model = PriceList.shipped().aliases().get(alias);
        assertThat(CommandRun.in(folder, "prices", alias).out()).startsWith("💰 " + alias + " → " + model + "\n");
        assertThat(CommandRun.in(folder, "prices", alias, "--json").out())
                .contains("\"asked\" : \"" + alias + "\"", "\"model\" : \"" + model + "\"");
    }

    @Test
    void json_carries_money_as_strings() {
        assertThat(CommandRun.in(folder, "prices", "openai/gpt-oss-20b", "--json")
                        .out())
                .contains(
                        "\"basis\" : \"list\"",
                        "\"input\" : \"0.075\"",
                        "\"cost_of_1000_output_tokens_usd\" : \"0.0003\"");
    }

    @Test
    void what_a_model_takes_and_answers_at_most_is_told_or_said_to_be_unknown() throws IOException {
        assertThat(CommandRun.in(folder, "prices", "qwen/qwen3.8-27b").out())
                .contains("Takes up to 131,072 tokens and answers with up to 16,384");
        assertThat(CommandRun.in(folder, "prices", "qwen/qwen3.8-27b", "--json").out())
                .contains("\"context_window\" : 131072", "\"max_output_tokens\" : 16384");
        Path data = Files.createDirectories(folder.resolve("debug_data"));
        Files.writeString(
                data.resolve("prices.json"),
                "{\"prices\":[{\"model\":\"acme/new-1\",\"input\":\"1\",\"output\":\"2\"}]}");
        assertThat(CommandRun.in(folder, "prices", "acme/new-1").out())
                .contains("limits are not known here", "up to 262,144 tokens in and 131,072 out");
        assertThat(CommandRun.in(folder, "prices", "acme/new-1", "--json").out())
                .contains("\"max_output_tokens\" : null");
    }

    @Test
    void without_a_model_all_prices_in_force_are_listed() {
        CommandRun run = CommandRun.in(folder, "prices");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("openai/gpt-oss-120b", "whisper-large-v3", "audio $0.111/hour", "no public price");
        assertThat(CommandRun.in(folder, "prices", "--json").out()).startsWith("{\n  \"data\" : [ {");
    }

    @Test
    void an_unknown_model_is_refused_with_the_fallback_it_would_get() {
        CommandRun run = CommandRun.in(folder, "prices", "gpt-5");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("groqmeter: no price is known for 'gpt-5'")
                .contains("input $0.5/1M tokens, output $0.5/1M tokens")
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void a_tool_that_is_known_and_has_no_price_is_shown_as_that() {
        for (String tool : new String[] {"tool:browser.find", "tool:browser_find", "tool:mcp", "tool:wolfram_alpha"}) {
            CommandRun run = CommandRun.in(folder, "prices", tool);
            assertThat(run.exitCode()).as(tool).isZero();
            assertThat(run.out())
                    .startsWith("💰 " + tool)
                    .contains("Known, but without a price", "lists its runs")
                    .doesNotContain("1M tokens", "fallback");
        }
        CommandRun unknown = CommandRun.in(folder, "prices", "tool:telepathy");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err())
                .startsWith("groqmeter: no tool 'telepathy' is in the price list")
                .contains("unpriced")
                .hasLineCount(1);
    }

    @Test
    void a_broken_price_file_is_told_with_its_line() throws IOException {
        Path data = Files.createDirectory(folder.resolve("debug_data"));
        Files.writeString(data.resolve("prices.json"), "{\"prices\": [\n  {\"model\": \"x\", \"input\":");
        CommandRun run = CommandRun.in(folder, "prices");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("prices.json, line 2").hasLineCount(1);
    }

    @Test
    void a_date_that_is_none_is_refused() {
        CommandRun run = CommandRun.in(folder, "prices", "--date", "tomorrow");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("groqmeter: 'tomorrow' is not a date; write it like 2026-11-22\n");
    }
}
