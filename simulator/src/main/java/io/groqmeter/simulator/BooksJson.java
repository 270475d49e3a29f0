package io.groqmeter.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.book.Bill;
import io.groqmeter.simulator.book.LedgerEntry;
import io.groqmeter.simulator.book.SimulatorBooks;
import io.groqmeter.simulator.book.TokenCount;
import io.groqmeter.simulator.book.Totals;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The books as JSON; money and seconds are decimal strings. */
final class BooksJson {

    private BooksJson() {}

    static ObjectNode books(SimulatorBooks books) {
        ObjectNode root = object();
        root.set("total", totals(books.total()));
        root.set("models", accounts(books.byModel()));
        root.set("callers", accounts(books.byCaller()));
        return root;
    }

    static ArrayNode ledger(List<LedgerEntry> entries) {
        ArrayNode ledger = JsonNodeFactory.instance.arrayNode();
        entries.forEach(entry -> ledger.add(entry(entry)));
        return ledger;
    }

    private static ObjectNode entry(LedgerEntry entry) {
        Bill bill = entry.bill();
        ObjectNode node = object().put("number", entry.number())
                .put("at", entry.at().toString())
                .put("id", entry.id())
                .put("caller", entry.caller())
                .put("endpoint", entry.endpoint())
                .put("tier", entry.tier())
                .put("model", bill.model());
        tokens(node, bill.tokens());
        quantities(node, bill.audioSeconds(), bill.billedSeconds(), bill.characters(), bill.toolCalls());
        return node.put("cost_usd", plain(bill.cost())).put("delivered", entry.delivered());
    }

    private static ObjectNode accounts(Map<String, Totals> accounts) {
        ObjectNode node = object();
        accounts.forEach((name, totals) -> node.set(name, totals(totals)));
        return node;
    }

    private static ObjectNode totals(Totals totals) {
        ObjectNode node = object().put("requests", totals.requests()).put("answered", totals.answered());
        ObjectNode errors = node.putObject("errors");
        totals.errors().forEach((status, count) -> errors.put(Integer.toString(status), count));
        node.put("stream_errors", totals.streamErrors())
                .put("client_aborts", totals.clientAborts())
                .put("cuts", totals.cuts())
                .put("scripted", totals.scripted())
                .put("batch_lines", totals.batchLines());
        tokens(node, totals.tokens());
        quantities(node, totals.audioSeconds(), totals.billedSeconds(), totals.characters(), totals.toolCalls());
        return node.put("unpriced", totals.unpriced()).put("cost_usd", plain(totals.cost()));
    }

    private static void tokens(ObjectNode node, TokenCount tokens) {
        node.put("input_tokens", tokens.input())
                .put("cached_input_tokens", tokens.cached())
                .put("output_tokens", tokens.output())
                .put("reasoning_output_tokens", tokens.reasoning());
    }

    private static void quantities(
            ObjectNode node, BigDecimal audio, long billed, long characters, Map<String, ? extends Number> tools) {
        node.put("audio_seconds", plain(audio)).put("billed_seconds", billed).put("characters", characters);
        ObjectNode toolCalls = node.putObject("tool_calls");
        tools.forEach((tool, runs) -> toolCalls.put(tool, runs.longValue()));
    }

    private static @Nullable String plain(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
