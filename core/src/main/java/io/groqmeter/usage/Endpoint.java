package io.groqmeter.usage;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An endpoint of Groq's API, by the path below {@code /openai/v1/}: a small fixed set, so that a scanner's paths never become
 * labels.
 */
public enum Endpoint {
    CHAT("chat/completions", true),
    RESPONSES("responses", true),
    TRANSCRIPTIONS("audio/transcriptions", true),
    TRANSLATIONS("audio/translations", true),
    SPEECH("audio/speech", true),
    EMBEDDINGS("embeddings", true),
    RERANKING("reranking", true),
    /** One line of a batch's output file; not a path of its own. */
    BATCH_LINE("batch line", true),
    MODELS("models", false),
    FILES("files", false),
    FILE_CONTENT("files/{id}/content", false),
    BATCHES("batches", false),
    FINE_TUNINGS("fine_tunings", false),
    /** An unknown path, or one of the above used in an unbilled way, such as {@code GET chat/completions}. */
    OTHER("other", false);

    private static final Map<String, Endpoint> BY_LABEL =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Endpoint::label, Function.identity()));

    private final String label;
    private final boolean metered;

    Endpoint(String label, boolean metered) {
        this.label = label;
        this.metered = metered;
    }

    /** The name shown to people and kept in stores; stable. */
    public String label() {
        return label;
    }

    /** Whether its answers are billed. The others are counted but not priced; {@link #OTHER} is where an answer reports usage. */
    public boolean metered() {
        return metered;
    }

    /**
     * Whether a request can cost something.
     *
     * @param posted whether it is a POST, which may be billed on an unknown path
     */
    public boolean mayCost(boolean posted) {
        return metered || (posted && this == OTHER);
    }

    /** The endpoint with that label, {@link #OTHER} for any other text. */
    public static Endpoint ofLabel(String label) {
        return BY_LABEL.getOrDefault(label, OTHER);
    }

    /**
     * The endpoint a path leads to.
     *
     * @param path what follows {@code /openai/v1/}, without query, e.g. {@code files/file_1/content}
     */
    public static Endpoint ofPath(String path) {
        Endpoint exact = BY_LABEL.get(path);
        if (exact != null && exact != BATCH_LINE && exact != OTHER) {
            return exact;
        }
        int slash = path.indexOf('/');
        String head = slash < 0 ? path : path.substring(0, slash);
        return switch (head) {
            case "models" -> MODELS;
            case "files" ->
                path.endsWith("/content") && path.length() > "files//content".length() ? FILE_CONTENT : FILES;
            case "batches" -> BATCHES;
            case "fine_tunings" -> FINE_TUNINGS;
            default -> OTHER;
        };
    }
}
