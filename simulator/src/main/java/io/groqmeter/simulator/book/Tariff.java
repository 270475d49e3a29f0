package io.groqmeter.simulator.book;

import io.groqmeter.simulator.book.ModelTariff.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The simulator's own price list, written independently of the meter's, so that two witnesses agree or one of them is wrong.
 *
 * <p>Each model has its last published price, including models that Groq has retired.
 */
public final class Tariff {

    /** model | kind | input | cached input | output (US dollars per million tokens) | per hour or per million characters. */
    private static final String LIST = """
            openai/gpt-oss-120b                           | CHAT      | 0.15  | 0.075  | 0.60 |
            openai/gpt-oss-20b                            | CHAT      | 0.075 | 0.0375 | 0.30 |
            openai/gpt-oss-safeguard-20b                  | CHAT      | 0.075 | 0.0375 | 0.30 |
            qwen/qwen3.8-27b                              | CHAT      | 0.80  |        | 4.00 |
            qwen/qwen3.6-27b                              | CHAT      | 0.60  | 0.30   | 3.00 |
            qwen/qwen3-32b                                | CHAT      | 0.29  |        | 0.59 |
            qwen-qwq-32b                                  | CHAT      | 0.29  |        | 0.39 |
            qwen-2.5-32b                                  | CHAT      | 0.79  |        | 0.79 |
            qwen-2.5-coder-32b                            | CHAT      | 0.79  |        | 0.79 |
            moonshotai/kimi-k2-instruct                   | CHAT      | 1.00  | 0.50   | 3.00 |
            moonshotai/kimi-k2-instruct-0905              | CHAT      | 1.00  | 0.50   | 3.00 |
            meta-llama/llama-4-scout-17b-16e-instruct     | CHAT      | 0.11  |        | 0.34 |
            meta-llama/llama-4-maverick-17b-128e-instruct | CHAT      | 0.20  |        | 0.60 |
            meta-llama/llama-guard-4-12b                  | CHAT      | 0.20  |        | 0.20 |
            meta-llama/llama-prompt-guard-2-22m           | CHAT      | 0.03  |        | 0.03 |
            meta-llama/llama-prompt-guard-2-86m           | CHAT      | 0.04  |        | 0.04 |
            llama-3.3-70b-versatile                       | CHAT      | 0.59  |        | 0.79 |
            llama-3.3-70b-specdec                         | CHAT      | 0.59  |        | 0.99 |
            llama-3.1-8b-instant                          | CHAT      | 0.05  |        | 0.08 |
            llama-3.1-405b-reasoning                      | CHAT      | 0.59  |        | 0.79 |
            llama-3.1-70b-versatile                       | CHAT      | 0.59  |        | 0.79 |
            llama-3.2-1b-preview                          | CHAT      | 0.04  |        | 0.04 |
            llama-3.2-3b-preview                          | CHAT      | 0.06  |        | 0.06 |
            llama-3.2-11b-text-preview                    | CHAT      | 0.18  |        | 0.18 |
            llama-3.2-11b-vision-preview                  | CHAT      | 0.18  |        | 0.18 |
            llama-3.2-90b-text-preview                    | CHAT      | 0.90  |        | 0.90 |
            llama-3.2-90b-vision-preview                  | CHAT      | 0.90  |        | 0.90 |
            llama-guard-3-8b                              | CHAT      | 0.20  |        | 0.20 |
            llama3-70b-8192                               | CHAT      | 0.59  |        | 0.79 |
            llama3-8b-8192                                | CHAT      | 0.05  |        | 0.08 |
            llama3-groq-70b-8192-tool-use-preview         | CHAT      | 0.89  |        | 0.89 |
            llama3-groq-8b-8192-tool-use-preview          | CHAT      | 0.19  |        | 0.19 |
            llama2-70b-4096                               | CHAT      | 0.70  |        | 0.80 |
            mixtral-8x7b-32768                            | CHAT      | 0.24  |        | 0.24 |
            mistral-saba-24b                              | CHAT      | 0.79  |        | 0.79 |
            gemma-7b-it                                   | CHAT      | 0.07  |        | 0.07 |
            gemma2-9b-it                                  | CHAT      | 0.20  |        | 0.20 |
            deepseek-r1-distill-llama-70b                 | CHAT      | 0.75  |        | 0.99 |
            deepseek-r1-distill-qwen-32b                  | CHAT      | 0.69  |        | 0.69 |
            allam-2-7b                                    | CHAT      | 0     |        | 0    |
            minimaxai/minimax-m2.7                        | CHAT      |       |        |      |
            groq/compound                                 | COMPOUND  |       |        |      |
            groq/compound-mini                            | COMPOUND  |       |        |      |
            whisper-large-v3                              | AUDIO     |       |        |      | 0.111
            whisper-large-v3-turbo                        | AUDIO     |       |        |      | 0.04
            distil-whisper-large-v3-en                    | AUDIO     |       |        |      | 0.02
            canopylabs/orpheus-v1-english                 | SPEECH    |       |        |      | 22.00
            canopylabs/orpheus-arabic-saudi               | SPEECH    |       |        |      | 40.00
            playai-tts                                    | SPEECH    |       |        |      | 50.00
            playai-tts-arabic                             | SPEECH    |       |        |      | 50.00
            nomic-embed-text-v1_5                         | EMBEDDING |       |        |      |
            qwen3-reranker-4b                             | RERANKING |       |        |      |
            """;

    private static final Map<String, String> ALIASES =
            Map.of("compound-beta", "groq/compound", "compound-beta-mini", "groq/compound-mini");

    /** US dollars per run. Compound's search is the advanced one, which its default version runs. Code runs are charged by the hour of run time; here code takes no time. */
    private static final Map<String, BigDecimal> TOOLS = Map.of(
            "search", new BigDecimal("0.008"),
            "visit", new BigDecimal("0.001"),
            "browser.search", new BigDecimal("0.005"),
            "browser.open", new BigDecimal("0.001"),
            "python", BigDecimal.ZERO);

    /** The models that cost half in a batch. */
    private static final Set<String> BATCHED =
            Set.of("openai/gpt-oss-120b", "openai/gpt-oss-20b", "whisper-large-v3", "whisper-large-v3-turbo");

    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal SECONDS_PER_HOUR = new BigDecimal(3600);
    private static final int DECIMALS = 12;

    private final Map<String, ModelTariff> models;

    private Tariff(Map<String, ModelTariff> models) {
        this.models = Collections.unmodifiableMap(models);
    }

    /** The list as published. */
    public static Tariff published() {
        Map<String, ModelTariff> models = new LinkedHashMap<>();
        LIST.lines().map(Tariff::row).forEach(row -> models.put(row.model(), row));
        return new Tariff(models);
    }

    public Collection<ModelTariff> models() {
        return models.values();
    }

    /** The model that answers for {@code name}, or null when none does. */
    public @Nullable ModelTariff find(String name) {
        return models.get(ALIASES.getOrDefault(name, name));
    }

    /**
     * Dollars for a generation, not rounded; null without a published price. A batch of some models costs half, without the cache
     * discount on top.
     */
    public @Nullable BigDecimal tokens(ModelTariff model, TokenCount count, boolean batch) {
        if (model.input() == null || model.output() == null) {
            return null;
        }
        boolean halved = batch && BATCHED.contains(model.model());
        BigDecimal cachedPrice = halved || model.cachedInput() == null ? model.input() : model.cachedInput();
        BigDecimal perMillion = model.input()
                .multiply(BigDecimal.valueOf(count.input() - count.cached()))
                .add(cachedPrice.multiply(BigDecimal.valueOf(count.cached())))
                .add(model.output().multiply(BigDecimal.valueOf(count.output())));
        return discounted(perMillion.movePointLeft(6), halved);
    }

    /** Dollars for billed seconds of audio, rounded like a whole bill, since a 3,600th is rarely a finite decimal. */
    public @Nullable BigDecimal audio(ModelTariff model, long billedSeconds, boolean batch) {
        if (model.audioHour() == null) {
            return null;
        }
        return discounted(
                        model.audioHour().multiply(BigDecimal.valueOf(billedSeconds)),
                        batch && BATCHED.contains(model.model()))
                .divide(SECONDS_PER_HOUR, DECIMALS, RoundingMode.HALF_EVEN);
    }

    public @Nullable BigDecimal speech(ModelTariff model, long characters) {
        return model.characters() == null
                ? null
                : model.characters().multiply(BigDecimal.valueOf(characters)).movePointLeft(6);
    }

    /** Dollars for runs of built-in tools. */
    public BigDecimal tools(Map<String, Integer> runs) {
        return runs.entrySet().stream()
                .map(run ->
                        TOOLS.getOrDefault(run.getKey(), BigDecimal.ZERO).multiply(BigDecimal.valueOf(run.getValue())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Rounds one bill: twelve decimals, half even, once, at its end. */
    public static BigDecimal round(BigDecimal dollars) {
        return dollars.setScale(DECIMALS, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal discounted(BigDecimal dollars, boolean halved) {
        return halved ? dollars.multiply(HALF) : dollars;
    }

    private static ModelTariff row(String line) {
        String[] cells = line.split("\\|", -1);
        Kind kind = Kind.valueOf(cells[1].strip());
        @Nullable BigDecimal last = cells.length > 5 ? money(cells[5]) : null;
        return new ModelTariff(
                cells[0].strip(),
                kind,
                money(cells[2]),
                money(cells[3]),
                money(cells[4]),
                kind == Kind.AUDIO ? last : null,
                kind == Kind.SPEECH ? last : null);
    }

    private static @Nullable BigDecimal money(String cell) {
        return cell.isBlank() ? null : new BigDecimal(cell.strip());
    }
}
