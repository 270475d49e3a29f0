package io.groqmeter.groq;

import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ModelLimits;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageBuilder;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The most a call can use, by its request alone: what a budget reserves before the call may leave.
 *
 * <ul>
 *   <li><b>Input.</b> A token is at least one byte of the body, images left out. What Groq adds comes on top: the model's chat template (at most
 *       360 tokens in recorded traffic; {@value #TEMPLATE_TOKENS} are allowed) and images (2,048 tokens each by Groq's
 *       documentation, up to 2,300 in recorded traffic; {@value #IMAGE_TOKENS} are allowed). Never
 *       more than the model's context window, which is also what is allowed for input that lies outside the body.
 *   <li><b>Output.</b> The caller's own limit, but not more than the model's documented longest answer; of a model that is not
 *       known, than the longest of any. Times the number of answers requested at once.
 *   <li><b>Audio.</b> The uploaded file's length; where it is not understood, the length its bytes would have at 8 kbit/s, below
 *       which speech is not recorded in practice.
 * </ul>
 */
public final class WorstCase {

    static final long TEMPLATE_TOKENS = 1_024;
    static final long IMAGE_TOKENS = 4_096;

    private WorstCase() {}

    /**
     * The most that request can use.
     *
     * @param request the whole request
     * @return an {@link UsageBasis#ESTIMATED} usage; empty where no bound is known: audio by URL, Compound and built-in tools (their
     *     findings are input too), reranking, unknown paths, what is {@linkplain RequestSummary#ambiguous ambiguous} or not
     *     {@linkplain RequestSummary#readable readable}
     */
    public static Optional<Usage> usage(Endpoint endpoint, RequestSummary request) {
        if ((request.ambiguous() || !request.readable()) && endpoint.metered()) {
            return Optional.empty();
        }
        return switch (endpoint) {
            case CHAT, RESPONSES -> generated(request);
            case EMBEDDINGS ->
                Optional.of(estimated().inputTokens(bounded(request.bytes())).build());
            case SPEECH ->
                Optional.of(estimated().characters(characters(request)).build());
            case TRANSCRIPTIONS, TRANSLATIONS -> audio(request);
            case RERANKING, BATCH_LINE, OTHER -> Optional.empty();
            case MODELS, FILES, FILE_CONTENT, BATCHES, FINE_TUNINGS -> Optional.of(Usage.nothing());
        };
    }

    /**
     * The most that a request can use as far as it has been read: an answer without a limit does not count yet, for the limit, and
     * the model, may still come. Nothing can be used before the request's end has gone out.
     */
    public static Optional<Usage> sofar(Endpoint endpoint, RequestSummary request) {
        boolean limited = request.maxOutputTokens().isPresent();
        return usage(endpoint, request)
                .map(most -> limited || most.outputTokens().isEmpty()
                        ? most
                        : estimated()
                                .inputTokens(most.inputTokens())
                                .outputTokens(0)
                                .build());
    }

    /** The most a call has used once it is answered: the reported count of a side, or of both together, bounds it. */
    public static Optional<Usage> usage(Endpoint endpoint, RequestSummary request, AnswerSummary answer) {
        return usage(endpoint, request).map(most -> most.outputTokens().isEmpty() ? most : within(most, answer));
    }

    /**
     * The most that a line of a batch can have used, of whose request only the model is known that answered.
     *
     * @return empty where that is not enough: audio, whose answers name no model, Compound, and where tools ran
     */
    public static Optional<Usage> ofLine(AnswerSummary answer) {
        String model = answer.model();
        if (model == null || isCompound(model) || !answer.usage().tools().isEmpty()) {
            return Optional.empty();
        }
        ModelLimits limits = ModelLimits.documented();
        long window = limits.contextWindow(model);
        Usage most = estimated()
                .inputTokens(bounded(window))
                .outputTokens(bounded(Math.min(limits.output(model), window)))
                .build();
        return Optional.of(within(most, answer));
    }

    /** A total beside one reported side bounds nothing: if it were plausible, it would have completed the other side. */
    private static Usage within(Usage most, AnswerSummary answer) {
        OptionalLong input = answer.usage().inputTokens();
        OptionalLong output = answer.usage().outputTokens();
        long total = answer.totalTokens().orElse(0);
        long both = total > 0 && input.isEmpty() && output.isEmpty() ? total : Long.MAX_VALUE;
        return estimated()
                .inputTokens(input.orElse(Math.min(most.inputTokens().orElse(0), both)))
                .outputTokens(output.orElse(Math.min(most.outputTokens().orElse(0), both)))
                .build();
    }

    private static boolean isCompound(String model) {
        return model.toLowerCase(Locale.ROOT).contains("compound");
    }

    private static Optional<Usage> generated(RequestSummary request) {
        if ((request.model() != null && isCompound(request.model()))
                || !request.builtInTools().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(estimated()
                .inputTokens(bounded(input(request)))
                .outputTokens(bounded(output(request)))
                .build());
    }

    private static long input(RequestSummary request) {
        long window = ModelLimits.documented().contextWindow(request.model());
        InputMedia media = request.media();
        long input = request.bytes() - media.imageBytes() + TEMPLATE_TOKENS + media.images() * IMAGE_TOKENS;
        return media.elsewhere() ? window : Math.min(input, window);
    }

    /** The most tokens that all answers can have together. */
    static long output(RequestSummary request) {
        ModelLimits limits = ModelLimits.documented();
        long longest = Math.min(limits.output(request.model()), limits.contextWindow(request.model()));
        return Math.min(request.maxOutputTokens().orElse(longest), longest) * request.choices();
    }

    private static OptionalLong characters(RequestSummary request) {
        return OptionalLong.of(bounded(request.characters().orElse(request.bytes())));
    }

    private static Optional<Usage> audio(RequestSummary request) {
        if (request.audioByUrl()) {
            return Optional.empty();
        }
        // One byte a millisecond is 8 kbit/s.
        Duration longest = Duration.ofMillis(Math.min(request.bytes(), Usage.LONGEST_AUDIO.toMillis()));
        Duration length = request.audio().orElse(longest);
        return length.compareTo(Usage.LONGEST_AUDIO) > 0
                ? Optional.empty()
                : Optional.of(estimated().audio(length).build());
    }

    private static UsageBuilder estimated() {
        return Usage.builder(UsageBasis.ESTIMATED);
    }

    private static long bounded(long count) {
        return Math.min(count, Usage.MOST_TOKENS);
    }
}
