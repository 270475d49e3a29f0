package io.groqmeter.bench.traffic;

import java.util.ArrayList;
import java.util.List;

/** Chat answers in Groq's words: the n-th of a few that differ in what they used. */
public final class Chat {

    /** Before a stamp's digits, and those of an answer that is not stamped. */
    static final String ID = "chatcmpl-";

    static final String NO_STAMP = "0".repeat(19);

    private static final String HEAD = "{\"id\":\"" + ID + NO_STAMP + "\",\"object\":\"%s\",\"created\":1795348800,"
            + "\"model\":\"openai/gpt-oss-20b\",\"system_fingerprint\":\"fp_c5a89987dc\",\"choices\":[";
    private static final String WORDS = "the meter counts every token that passes and says what it cost ";

    private Chat() {}

    /** A whole answer of about 2 KB. */
    public static String whole(int number) {
        return HEAD.formatted("chat.completion")
                + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text(1_150)
                + "\",\"reasoning\":\""
                + text(240) + "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}]," + usage(number)
                + ",\"usage_breakdown\":null,\"x_groq\":{\"id\":\"req_01jbench000000000000000000\",\"seed\":1},"
                + "\"service_tier\":\"on_demand\"}";
    }

    /** A stream of that many chunks, the last of which has the usage, and its end mark; each with its blank line. */
    public static List<String> stream(int number, int chunks) {
        List<String> events = new ArrayList<>();
        String head = "data: " + HEAD.formatted("chat.completion.chunk");
        for (int chunk = 0; chunk < chunks - 1; chunk++) {
            String delta = chunk == 0 ? "{\"role\":\"assistant\",\"content\":\"\"}" : "{\"content\":\" token\"}";
            String rest = chunk == 0 ? ",\"x_groq\":{\"id\":\"req_01jbench000000000000000000\"}" : "";
            events.add(head + choice(delta, "null") + "]" + rest + "}\n\n");
        }
        String usage = usage(number);
        events.add(head + choice("{}", "\"stop\"") + "],\"x_groq\":{\"id\":\"req_01jbench000000000000000000\"," + usage
                + "}," + usage + "}\n\n");
        events.add("data: [DONE]\n\n");
        return events;
    }

    /** What the n-th answer used. */
    public static Tally tally(int number) {
        return Tally.chat(input(number), cached(number), output(number));
    }

    private static String choice(String delta, String finish) {
        return "{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finish + "}";
    }

    private static String usage(int number) {
        return "\"usage\":{\"queue_time\":0.037218,\"prompt_tokens\":" + input(number)
                + ",\"prompt_time\":0.020912,\"completion_tokens\":" + output(number)
                + ",\"completion_time\":0.310221,\"total_tokens\":" + (input(number) + output(number))
                + ",\"total_time\":0.331133,\"prompt_tokens_details\":{\"cached_tokens\":" + cached(number)
                + "},\"completion_tokens_details\":{\"reasoning_tokens\":" + output(number) / 5 + "}}";
    }

    private static long input(int number) {
        return 700 + 13L * number;
    }

    private static long cached(int number) {
        return 128 + 8L * number;
    }

    private static long output(int number) {
        return 100 + 7L * number;
    }

    static String text(int bytes) {
        return WORDS.repeat(bytes / WORDS.length() + 1).substring(0, bytes).stripTrailing();
    }
}
