package io.groqmeter.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.book.SimulatorBooks;
import io.groqmeter.simulator.script.ScriptQueue;
import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.simulator.wire.Delivery;
import io.groqmeter.simulator.wire.Reply;
import io.groqmeter.simulator.wire.Request;
import io.groqmeter.simulator.wire.Responder;
import io.groqmeter.simulator.wire.SeenRequests;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The simulator's own HTTP interface under {@code /__sim}: books, ledger, seen requests, scripts, reset. */
final class ControlApi implements Responder {

    static final String PREFIX = "/__sim/";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REQUESTS_SHOWN = 100;

    private final SimulatorBooks books;
    private final SeenRequests seen;
    private final ScriptQueue scripts;
    private final Runnable reset;

    ControlApi(SimulatorBooks books, SeenRequests seen, ScriptQueue scripts, Runnable reset) {
        this.books = books;
        this.seen = seen;
        this.scripts = scripts;
        this.reset = reset;
    }

    @Override
    public Reply reply(Request request) {
        Answer answer;
        try {
            answer = Answer.json(200, bytes(answer(request)));
        } catch (IllegalArgumentException refused) {
            answer = Answer.json(400, bytes(error(refused.getMessage())));
        }
        return new Reply(answer, Delivery.PLAIN, Reply.Ending.IGNORED);
    }

    private JsonNode answer(Request request) {
        return switch (request.method() + " " + request.path().substring(PREFIX.length())) {
            case "GET books" -> BooksJson.books(books);
            case "GET ledger" -> BooksJson.ledger(books.ledger(number(request.query("since"), 0)));
            case "GET requests" -> requests((int) number(request.query("n"), REQUESTS_SHOWN));
            case "POST script" -> {
                scripts.add(ScriptJson.read(parse(request.body())));
                yield done("queued");
            }
            case "POST reset" -> {
                reset.run();
                yield done("reset");
            }
            default ->
                throw new IllegalArgumentException("no such thing at the simulator: " + request.method() + " "
                        + request.path() + "; there are GET books, ledger?since=, requests?n= and POST script, reset");
        };
    }

    private ArrayNode requests(int limit) {
        ArrayNode requests = JsonNodeFactory.instance.arrayNode();
        seen.last(limit).forEach(request -> {
            ObjectNode node = requests.addObject()
                    .put("number", request.number())
                    .put("method", request.method())
                    .put("uri", request.uri());
            ArrayNode headers = node.putArray("headers");
            request.headers()
                    .forEach(header -> headers.addArray().add(header.name()).add(header.value()));
            node.put("body_sha256", request.bodySha256())
                    .put("body_length", request.bodyLength())
                    .put("body", request.body());
        });
        return requests;
    }

    private static long number(@Nullable String text, long otherwise) {
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException unreadable) {
            throw new IllegalArgumentException("expected a whole number, got '" + text + "'");
        }
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException malformed) {
            throw new IllegalArgumentException("a script is a JSON object: " + malformed.getMessage());
        }
    }

    private static ObjectNode done(String what) {
        return JsonNodeFactory.instance.objectNode().put("status", what);
    }

    private static ObjectNode error(@Nullable String message) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("error").put("message", message).put("type", "simulator");
        return root;
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
