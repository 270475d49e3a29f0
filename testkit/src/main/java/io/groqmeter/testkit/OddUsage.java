package io.groqmeter.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.simulator.wire.Answer;
import java.util.List;

/** Answers whose usage, 1,000 tokens in and 100 out, is stated in a way that is easily misread. */
final class OddUsage {

    private OddUsage() {}

    /** An answer that is not streamed, then a stream. */
    static List<Answer> answers(String model) {
        return List.of(outputOnlyInTheTotal(model), zeroAtTheEndOfAStream(model));
    }

    /** An answer that states 0 output tokens and has the right number only in its total. */
    private static Answer outputOnlyInTheTotal(String model) {
        String choices =
                "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":\"stop\"}";
        return Answer.json(
                200, answer(model, "chat.completion", choices, 1_000, 0, 1_100).getBytes(UTF_8));
    }

    /** A stream whose last usage is all zeros. */
    private static Answer zeroAtTheEndOfAStream(String model) {
        String piece = "{\"index\":0,\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}";
        return Answer.events(List.of(
                event(answer(model, "chat.completion.chunk", piece, 1_000, 100, 1_100)),
                event(answer(model, "chat.completion.chunk", "", 0, 0, 0)),
                event("[DONE]")));
    }

    private static String answer(String model, String object, String choices, int input, int output, int total) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"%s\",\"created\":1780000000,\"model\":\"%s\",\"choices\":[%s],"
                        .formatted(object, model, choices)
                + "\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}}"
                        .formatted(input, output, total);
    }

    private static byte[] event(String data) {
        return ("data: " + data + "\n\n").getBytes(UTF_8);
    }
}
