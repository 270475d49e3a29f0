package io.groqmeter.cli.crash;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One call of the load, told apart from all others on both sides: by a tag at the gateway, and at Groq by the body's {@code user}
 * or, where a form has none, by a key of its own.
 *
 * @param name unique in a campaign
 * @param path below the host
 * @param body its bytes
 * @param headers with those that tell the simulator how to answer
 * @param leaves how the client behaves
 * @param afterMillis when a client that leaves does so
 */
record LoadCall(
        String name, Kind kind, String path, byte[] body, Map<String, String> headers, Leaves leaves, int afterMillis) {

    /** What is asked, and its share of the calls in a hundred. */
    enum Kind {
        PLAIN(35),
        STREAM(37),
        RESPONSES(8),
        REFUSED(7),
        BROKEN_STREAM(3),
        AUDIO(10);

        private final int share;

        Kind(int share) {
            this.share = share;
        }

        boolean json() {
            return this != AUDIO;
        }

        private static Kind byChance(SplittableRandom random) {
            int chance = random.nextInt(100);
            for (Kind kind : values()) {
                chance -= kind.share;
                if (chance < 0) {
                    return kind;
                }
            }
            throw new IllegalStateException("the shares are 100 together");
        }
    }

    /** Whether the client stays to the end. */
    enum Leaves {
        NEVER,
        EARLY
    }

    private static final String[] MODELS = {
        "openai/gpt-oss-20b", "openai/gpt-oss-120b", "llama-3.3-70b-versatile", "llama-3.1-8b-instant"
    };
    private static final String CHAT = "/openai/v1/chat/completions";
    private static final String RESPONSES = "/openai/v1/responses";
    private static final String[] SHAPES = {"A", "B", "C"};
    private static final int[] REFUSALS = {400, 429, 498, 500, 503};

    /** The campaign's call of that number. */
    static LoadCall of(long seed, int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        String name = "c" + number;
        Kind kind = Kind.byChance(random);
        Map<String, String> headers = new TreeMap<>();
        headers.put("x-groqmeter-tags", "call=" + name);
        headers.put("x-groqmeter-project", "p" + random.nextInt(3));
        headers.put("x-sim-latency-ms", Integer.toString(random.nextInt(120)));
        headers.put("x-sim-chunk-delay-ms", Integer.toString(random.nextInt(25)));
        switch (kind) {
            case STREAM -> headers.put("x-sim-shape", SHAPES[random.nextInt(SHAPES.length)]);
            case REFUSED -> headers.put("x-sim-status", Integer.toString(REFUSALS[random.nextInt(REFUSALS.length)]));
            case BROKEN_STREAM -> headers.put("x-sim-stream-error", "true");
            default -> {}
        }
        headers.put("authorization", "Bearer " + (kind.json() ? "gsk_campaign" : name));
        headers.put("content-type", kind.json() ? "application/json" : AudioForm.TYPE);
        String path = kind == Kind.RESPONSES ? RESPONSES : kind == Kind.AUDIO ? AudioForm.PATH : CHAT;
        byte[] body = kind.json()
                ? json(kind, name, headers, random).getBytes(StandardCharsets.UTF_8)
                : AudioForm.body(random);
        Leaves leaves = random.nextInt(100) < 15 ? Leaves.EARLY : Leaves.NEVER;
        return new LoadCall(name, kind, path, body, Map.copyOf(headers), leaves, random.nextInt(200));
    }

    private static String json(Kind kind, String name, Map<String, String> headers, SplittableRandom random) {
        String text = "The tide comes in, the tide goes out. ".repeat(1 + random.nextInt(40));
        String prompt = kind == Kind.RESPONSES
                ? "\"input\":\"" + text + "\""
                : "\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]";
        boolean stream = kind != Kind.PLAIN && kind != Kind.REFUSED;
        String usage = "C".equals(headers.get("x-sim-shape")) ? ",\"stream_options\":{\"include_usage\":true}" : "";
        return String.format(
                Locale.ROOT,
                "{\"model\":\"%s\",\"user\":\"%s\",%s%s%s}",
                MODELS[random.nextInt(MODELS.length)],
                name,
                prompt,
                stream ? ",\"stream\":true" : "",
                usage);
    }
}
