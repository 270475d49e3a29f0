package io.groqmeter.gateway.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertRuleJsonTest {

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'a','type':'budget','percent':[50,80,100],'channels':['log']}",
                "{'name':'a','type':'spend','usd':'1.5','period':'day','model':'m','project':'web','channels':['ops','log']}",
                "{'name':'a','type':'burn_rate','usd':'300','period':'month','channels':['log']}",
                "{'name':'a','type':'unpriced_model','channels':['log']}",
                "{'name':'a','type':'unsettled','calls':3,'channels':['log']}",
                "{'name':'a','type':'headroom','percent':5,'channels':['log']}",
                "{'name':'a','type':'store_degraded','channels':['log']}"
            })
    void a_rule_is_read_as_it_is_written(String text) throws JsonProcessingException {
        assertThat((Object) AlertRuleJson.write(AlertRuleJson.read(json(text))))
                .hasToString(json(text).toString());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "[],a rule is a JSON object",
                "{'type':'unsettled'},a rule's name has 1 to 64",
                "{'name':'a b'.'type':'unsettled'},a rule's name has 1 to 64",
                "{'name':'a'.'type':'gold'},not 'gold'",
                "{'name':'a'.'type':'spend'},'usd' is a positive amount",
                "{'name':'a'.'type':'spend'.'usd':'-1'},positive amount",
                "{'name':'a'.'type':'spend'.'usd':'1e999999999'},'usd' is a positive amount",
                "{'name':'a'.'type':'spend'.'usd':'1'.'period':'year'},not 'year'",
                "{'name':'a'.'type':'spend'.'usd':'1'.'projet':'x'},unknown field 'projet'",
                "{'name':'a'.'type':'budget'.'percent':[0]},1 to 1000 percent",
                "{'name':'a'.'type':'headroom'.'percent':100},1 to 99",
                "{'name':'a'.'type':'burn_rate'.'usd':'1'.'period':'hour'},a day or a month",
                "{'name':'a'.'type':'unsettled'.'calls':0},at least 1",
                "{'name':'a'.'type':'unsettled'.'channels':[]},names no channel"
            })
    void what_cannot_be_a_rule_is_refused_with_the_reason(String text, String reason) {
        assertThatThrownBy(() -> AlertRuleJson.read(json(text.replace('.', ','))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
