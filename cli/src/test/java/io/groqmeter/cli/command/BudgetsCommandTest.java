package io.groqmeter.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.CommandRun;
import io.groqmeter.cli.console.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetsCommandTest {

    @TempDir
    private Path folder;

    private CommandRun run(String... args) {
        return CommandRun.in(folder, args);
    }

    @Test
    void a_budget_is_set_in_words_that_say_what_it_means() {
        CommandRun set = run("budgets", "set", "user:ana", "--usd", "10", "--period", "month", "--resets-on", "31");

        assertThat(set.err()).isEmpty();
        assertThat(set.out())
                .isEqualTo(
                        "A call of user:ana that could take a month's spend beyond $10.00 is refused before it is sent;"
                                + " the budget resets on day 31 of each month.\n");
        assertThat(run("budgets").out())
                .contains("user:ana", "month", "$10.00 hard", "$0.00 spent", "$10.00 left", "until 2026-11-30 00:00");
    }

    @Test
    void everybody_and_each_one_are_said_as_people_say_it() {
        assertThat(run("budgets", "set", "all", "--usd", "10", "--period", "day")
                        .out())
                .isEqualTo(
                        "A call that could take a day's spend beyond $10.00 is refused before it is sent; the budget resets"
                                + " at midnight.\n");
        assertThat(run("budgets", "set", "each-user", "--usd", "5", "--period", "week", "--soft")
                        .out())
                .isEqualTo(
                        "Calls of a user without a rule of its own still pass when a week's spend of that user exceeds $5.00,"
                                + " and 'groqmeter budgets' reports it; the budget resets every Monday.\n");
    }

    @Test
    void a_model_that_nothing_goes_by_is_remarked_with_the_one_that_was_probably_meant_and_doctor_says_so() {
        CommandRun set = run("budgets", "set", "model:gpt-oss-20b", "--usd", "10", "--period", "month");
        CommandRun limited = run("limits", "set", "model:GPT-OSS-120b", "--requests", "5");

        assertThat(set.exitCode()).isZero();
        assertThat(set.err())
                .isEqualTo("groqmeter: nothing has the model 'gpt-oss-20b' yet; did you mean openai/gpt-oss-20b?\n");
        assertThat(limited.err()).contains("did you mean openai/gpt-oss-120b?");
        assertThat(run("keys", "create", "shop", "--models", "gpt-oss-20b").err())
                .contains("did you mean openai/gpt-oss-20b?");
        assertThat(run("doctor").out())
                .contains("budget model:gpt-oss-20b/month: nothing has the model 'gpt-oss-20b' yet")
                .contains("limit model:GPT-OSS-120b/requests")
                .contains("key shop: nothing has the model 'gpt-oss-20b' yet");
    }

    @Test
    void what_nothing_can_ever_match_is_refused() {
        CommandRun two = run("budgets", "set", "key:shop,model:x", "--usd", "10", "--period", "month");
        CommandRun none = run("limits", "set", "key:my shop", "--requests", "5");

        assertThat(two.exitCode()).isEqualTo(CliException.MISUSED);
        assertThat(two.err()).contains("names two things");
        assertThat(none.exitCode()).isEqualTo(CliException.MISUSED);
        assertThat(run("budgets").out()).doesNotContain("shop");
    }

    @Test
    void in_spanish_too() {
        CommandRun set = CommandRun.with(
                Map.of("GROQMETER_LANG", "es"),
                folder,
                "budgets",
                "set",
                "all",
                "--usd",
                "5",
                "--period",
                "day",
                "--soft");

        assertThat(set.out())
                .contains("siguen pasando cuando el gasto de un día supera")
                .contains("el presupuesto se reinicia a medianoche");
    }

    @Test
    void the_same_scope_and_period_again_takes_its_place_and_another_period_is_another_budget() {
        run("budgets", "set", "all", "--usd", "10", "--period", "month");
        run("budgets", "set", "all", "--usd", "20", "--period", "month");
        run("budgets", "set", "all", "--usd", "1", "--period", "day", "--soft", "--allow-unpriced");

        assertThat(run("budgets", "list", "--json").out())
                .contains("\"usd\" : \"20\"", "\"usd\" : \"1\"", "\"hard\" : false", "\"allow_unpriced\" : true")
                .doesNotContain("\"usd\" : \"10\"");
    }

    @Test
    void a_budget_is_removed_once() {
        run("budgets", "set", "all", "--usd", "10", "--period", "month");

        assertThat(run("budgets", "remove", "all", "--period", "month").out())
                .isEqualTo("The budget all/month was removed.\n");
        CommandRun again = run("budgets", "remove", "all", "--period", "month");

        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("there is no budget all/month");
        assertThat(run("budgets").out()).isEqualTo("No budgets are set.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "1,5", ""})
    void what_is_no_amount_is_refused_in_words_for_people(String usd) {
        CommandRun run = run("budgets", "set", "all", "--usd=" + usd, "--period", "month");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("'" + usd + "' is not an amount; write e.g. 12.50")
                .doesNotContain("java.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "anybody|10|month|unknown scope 'anybody'",
                "all|-1|month|not -1",
                "all|10|year|unknown period 'year'"
            })
    void what_cannot_be_a_budget_is_refused_in_one_line(String scope, String usd, String period, String why) {
        CommandRun run = run("budgets", "set", scope, "--usd=" + usd, "--period", period);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(why).hasLineCount(1);
    }

    @Test
    void a_budget_of_the_file_is_listed_and_changed_only_there() throws IOException {
        Files.createDirectories(folder.resolve("debug_data"));
        Path file = folder.resolve("debug_data/budgets.json");
        Files.writeString(file, "{\"budgets\":[{\"scope\":\"all\",\"usd\":\"7\",\"period\":\"week\"}]}");

        assertThat(run("budgets").out()).contains("$7.00 hard", "until 2026-11-23 00:00");
        assertThat(run("budgets", "set", "all", "--usd", "9", "--period", "week")
                        .err())
                .contains("the budget all/week is set in budgets.json; change it there");

        Files.writeString(file, "{\"budgets\":[{\"scope\":\"al\",\"usd\":\"7\",\"period\":\"week\"}]}");
        assertThat(run("budgets").err()).contains("budgets.json: unknown scope 'al'");
        assertThat(run("doctor").out()).contains("❌ budgets:").contains("unknown scope 'al'");
    }

    @Test
    void a_gateway_does_not_start_with_a_budget_it_cannot_enforce() throws IOException {
        Files.createDirectories(folder.resolve("debug_data"));
        Path file = folder.resolve("debug_data/budgets.json");
        Files.writeString(file, "{\"budgets\":[{\"scope\":\"al\",\"usd\":\"7\",\"period\":\"week\"}]}");
        assertThat(run("serve", "--port", "0").err())
                .contains("unknown scope 'al'")
                .contains("is not ignored");

        Files.writeString(file, "{\"budgets\":[{\"scope\":\"all\",\"usd\":\"7\",\"period\":\"week\"}]}");
        assertThat(CommandRun.with(Map.of("GROQ_DEBUG", "false"), folder, "serve", "--port", "0")
                        .err())
                .contains("GROQ_DEBUG=false records nothing");
    }

    @Test
    void a_limit_is_set_listed_and_removed() {
        String sentence =
                "60 calls per minute of a user without a rule of its own pass; further calls are told to retry later.\n";
        assertThat(run("limits", "set", "each-user", "--requests", "60").out()).isEqualTo(sentence);
        assertThat(run("limits").out()).isEqualTo(sentence);
        assertThat(run("limits", "--json").out()).contains("\"per_minute\" : 60");
        assertThat(run("limits", "set", "all").err()).contains("give either --requests or --tokens");
        assertThat(run("limits", "set", "all", "--tokens", "0").err()).contains("not 0");

        assertThat(run("limits", "remove", "each-user", "--requests").exitCode())
                .isZero();
        assertThat(run("limits").out()).isEqualTo("No limits are set.\n");
    }
}
