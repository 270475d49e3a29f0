package io.groqmeter.proof;

import io.groqmeter.usage.Attribution;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One call of the load, identified on both sides: by a tag at the gateway, and at Groq by the body's {@code user}
 * or, where a form has none, by a key of its own.
 *
 * @param name unique in a campaign
 * @param path below the host
 * @param body its bytes
 * @param headers including those that control the simulator's answer
 * @param leaves how the client behaves
 * @param afterMillis when a client that leaves does so
 */
record LoadCall(
        String name, Kind kind, String path, byte[] body, Map<String, String> headers, Leaves leaves, int afterMillis) {

    /** The kind of request, and its share of the calls in percent. */
    enum Kind {
        PLAIN(27),
        STREAM(33),
        RESPONSES(8),
        /** Groq's own web search, billed per run. */
        TOOLS(6),
        /** Several models and tools behind one name. */
        COMPOUND(5),
        SPEECH(5),
        REFUSED(6),
        BROKEN_STREAM(3),
        AUDIO(7);

        private final int share;

        Kind(int share) {
            this.share = share;
        }

        boolean json() {
            return this != AUDIO;
        }

        private String path() {
            return switch (this) {
                case RESPONSES -> "/openai/v1/responses";
                case SPEECH -> "/openai/v1/audio/speech";
                case AUDIO -> AudioForm.PATH;
                default -> "/openai/v1/chat/completions";
            };
        }

        /** Whether nothing in the request bounds what it can cost: Groq decides how often its own tools run. */
        private boolean boundless() {
            return this == TOOLS || this == COMPOUND;
        }

        private boolean streams() {
            return this == STREAM || this == RESPONSES || this == BROKEN_STREAM;
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
    private static final String BOUNDLESS = "boundless";
    private static final String[] SHAPES = {"A", "B", "C"};
    private static final int[] REFUSALS = {400, 429, 498, 500, 503};

    /** The campaign's call of that number. */
    static LoadCall of(long seed, int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        String name = "c" + number;
        Kind kind = Kind.byChance(random);
        Map<String, String> headers = new TreeMap<>();
        headers.put("x-groqmeter-tags", "call=" + name + (kind.boundless() ? "," + BOUNDLESS + "=true" : ""));
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
        if (random.nextInt(4) == 0) {
            headers.put("accept-encoding", "gzip");
        }
        byte[] body = kind.json()
                ? json(kind, name, headers, random).getBytes(StandardCharsets.UTF_8)
                : AudioForm.body(random);
        Leaves leaves = random.nextInt(100) < 15 ? Leaves.EARLY : Leaves.NEVER;
        return new LoadCall(name, kind, kind.path(), body, Map.copyOf(headers), leaves, random.nextInt(200));
    }

    /** Whether calls of that attribution have no bound; the attribution is one of {@link #headers}. */
    static boolean isBoundless(Attribution attribution) {
        return attribution.tags().containsKey(BOUNDLESS);
    }

    private static String json(Kind kind, String name, Map<String, String> headers, SplittableRandom random) {
        String text = "The tide comes in, the tide goes out. ".repeat(1 + random.nextInt(40));
        String prompt =
                switch (kind) {
                    case RESPONSES -> "\"input\":\"" + text + "\"";
                    case SPEECH -> "\"voice\":\"hannah\",\"input\":\"" + text.substring(0, text.length() / 8) + "\"";
                    default -> "\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]";
                };
        String model =
                switch (kind) {
                    case TOOLS -> "openai/gpt-oss-120b";
                    case COMPOUND -> "groq/compound";
                    case SPEECH -> "canopylabs/orpheus-v1-english";
                    default -> MODELS[random.nextInt(MODELS.length)];
                };
        String usage = "C".equals(headers.get("x-sim-shape")) ? ",\"stream_options\":{\"include_usage\":true}" : "";
        return String.format(
                Locale.ROOT,
                "{\"model\":\"%s\",\"user\":\"%s\",%s%s%s%s}",
                model,
                name,
                prompt,
                kind == Kind.TOOLS ? ",\"tools\":[{\"type\":\"browser_search\"}]" : "",
                kind.streams() ? ",\"stream\":true" : "",
                usage);
    }
}
