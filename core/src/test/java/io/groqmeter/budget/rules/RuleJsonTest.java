package io.groqmeter.budget.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.budget.Budget;
import io.groqmeter.budget.BudgetPeriod;
import io.groqmeter.budget.Limit;
import io.groqmeter.budget.Rules;
import io.groqmeter.budget.Scope;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "all",
                "key:app",
                "project:web shop",
                "user:ana@example.org",
                "model:openai/gpt-oss-20b",
                "tag:team=red=blue",
                "each-key",
                "each-project",
                "each-user"
            })
    void a_scope_reads_as_it_is_written(String text) {
        assertThat(Scope.parse(" " + text + " ")).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "everyone", "user:", "user: ", "tag:team", "tag:=red", "tag:team=", "each-model", "each-tag"
            })
    void what_is_no_scope_is_refused_with_those_there_are(String text) {
        assertThatThrownBy(() -> Scope.parse(text))
                .hasMessageContaining("unknown scope '" + text.strip() + "'")
                .hasMessageContaining("each-user");
    }

    @Test
    void what_is_kept_reads_as_it_was_set() {
        Budget budget = new Budget(
                Scope.parse("tag:team=«rojo»"), new BigDecimal("12.345"), BudgetPeriod.MONTH, false, 31, true);
        Limit limit = new Limit(Scope.parse("each-user"), Limit.Measure.TOKENS, 6_000);

        assertThat(RuleJson.budget(RuleJson.policy(budget).body())).isEqualTo(budget);
        assertThat(RuleJson.limit(RuleJson.policy(limit).body())).isEqualTo(limit);
        assertThat(RuleJson.policy(budget).id()).isEqualTo("tag:team=«rojo»/month");
        assertThat(RuleJson.policy(limit).id()).isEqualTo("each-user/tokens");
    }

    @Test
    void a_budget_is_hard_unless_it_says_otherwise_and_money_may_be_a_number() {
        assertThat(RuleJson.budget("{\"scope\":\"all\",\"usd\":0.10,\"period\":\"day\"}"))
                .isEqualTo(Budget.hard("all", "0.10", BudgetPeriod.DAY));
    }

    @Test
    void a_file_has_lists_of_both() {
        Rules rules = RuleJson.rules("{\"limits\":[{\"scope\":\"all\",\"measure\":\"requests\",\"per_minute\":60}],"
                + "\"budgets\":[{\"scope\":\"all\",\"usd\":\"5\",\"period\":\"week\",\"hard\":false}]}");

        assertThat(rules.budgets()).containsExactly(Budget.soft("all", "5", BudgetPeriod.WEEK));
        assertThat(rules.limits()).containsExactly(new Limit(Scope.parse("all"), Limit.Measure.REQUESTS, 60));
        assertThat(RuleJson.rules("{}")).isEqualTo(Rules.NONE);
    }

    /** Amounts in other units, misspelled fields and the like would be budgets that are not kept. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'scope':'all','usd':'5','period':'day','hrad':true}|unknown field 'hrad'",
                "{'scope':'all','usd':'5 EUR','period':'day'}|such as 12.50, not '5 EUR'",
                "{'scope':'all','usd':'-1','period':'day'}|not -1",
                "{'scope':'all','usd':'1e99','period':'day'}|1000000000 US dollars",
                "{'scope':'all','usd':'5','period':'year'}|unknown period 'year'",
                "{'scope':'all','period':'day'}|'usd' is missing",
                "{'scope':'all','usd':'5','period':'day','resets_on':3}|only a monthly budget resets on a day",
                "{'scope':'all','usd':'5','period':'month','resets_on':32}|day 1 to 31, not 32",
                "{'scope':'all','usd':'5','period':'day','hard':'maybe'}|must be true or false",
                "{'scope':['all'],'usd':'5','period':'day'}|must be a single value",
                "[]|a JSON object is wanted",
                "{'scope':'all'|not well-formed JSON"
            })
    void what_cannot_be_enforced_is_refused(String json, String why) {
        assertThatThrownBy(() -> RuleJson.budget(json.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void the_same_rule_twice_is_refused() {
        Budget budget = Budget.hard("all", "5", BudgetPeriod.DAY);

        assertThatThrownBy(() -> new Rules(List.of(budget, budget), List.of()))
                .hasMessage("all/day is set twice; keep one of the two");
    }
}
