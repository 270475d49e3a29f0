package io.groqmeter.simulator.endpoint;

import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.simulator.wire.Body;
import io.groqmeter.simulator.wire.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Decides how an answer is delivered: as the call asks, otherwise by the conditions. */
final class DeliveryPolicy {

    private final Conditions conditions;

    DeliveryPolicy(Conditions conditions) {
        this.conditions = conditions;
    }

    /** @throws GroqError 400 when a control is not valid */
    Delivery delivery(ApiCall call) {
        Control control = call.control;
        OptionalInt hangUp = control.number("hang-up-ms");
        return new Delivery(
                millis(control.number("latency-ms"), latency(call)),
                millis(control.number("chunk-delay-ms"), conditions.chunkDelay()),
                acceptsGzip(call),
                control.cut(),
                control.split(),
                control.flag("close"),
                hangUp.isPresent() ? Duration.ofMillis(hangUp.getAsInt()) : null,
                control.flag("never"));
    }

    /** The same delivery as far as it suits {@code answer}: only text is compressed. */
    static Delivery suited(Delivery delivery, Answer answer) {
        boolean text = answer.headers().stream()
                .anyMatch(header -> header.name().equals("content-type")
                        && (header.value().startsWith("application/json")
                                || header.value().startsWith("text/")));
        return delivery.gzip() && !text ? delivery.uncompressed() : delivery;
    }

    /** The answer with the status and the number of chunks that the call asks for. */
    Served shaped(ApiCall call, Served served) {
        int status = call.control.number("status", served.answer().status());
        Answer answer = chunked(served.answer(), call.control.number("chunks", 0));
        return served.saying(answer.withStatus(status));
    }

    private static Answer chunked(Answer answer, int count) {
        if (count == 0 || !(answer.body() instanceof Body.Whole whole)) {
            return answer;
        }
        byte[] bytes = whole.bytes();
        List<byte[]> chunks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            chunks.add(Arrays.copyOfRange(
                    bytes, (int) ((long) bytes.length * i / count), (int) ((long) bytes.length * (i + 1) / count)));
        }
        return new Answer(answer.status(), answer.headers(), new Body.Chunked(chunks));
    }

    private Duration latency(ApiCall call) {
        long base = conditions.latency().toNanos();
        return base == 0 ? Duration.ZERO : Duration.ofNanos(base + call.random.nextLong(base / 2 + 1));
    }

    private static Duration millis(OptionalInt requested, Duration otherwise) {
        return requested.isPresent() ? Duration.ofMillis(requested.getAsInt()) : otherwise;
    }

    private static boolean acceptsGzip(ApiCall call) {
        String accepted = call.request.headers().get("accept-encoding");
        return accepted != null
                && accepted.contains("gzip")
                && !accepted.matches(".*gzip\\s*;\\s*q=0(\\.0*)?\\s*(,.*)?");
    }
}
