package io.groqmeter.cli.command;

import io.groqmeter.Resolution;
import io.groqmeter.cli.books.UnsettledBooks;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.pricing.Rater;
import io.groqmeter.report.Messages;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.journal.EarlierSpool;
import io.groqmeter.text.Dollars;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code groqmeter unsettled resolve}: settles unsettled calls by hand, each with a record under the call's own id, once and permanently. A
 * call in flight cannot be resolved.
 */
@Command(
        name = "resolve",
        description = "Settle unsettled calls by hand: as zero, as their worst case, or with token counts you give."
                + " Each becomes a record that says how, by whom and when. This cannot be undone.")
final class ResolveCommand implements Callable<Integer> {

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "The calls, by their ids in 'groqmeter unsettled'.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "All unsettled calls.")
    private boolean all;

    @Option(names = "--as", paramLabel = "zero|worst-case", description = "What they cost.")
    private @Nullable String as;

    @Option(names = "--input", paramLabel = "TOKENS", description = "Their input tokens, cached ones included.")
    private @Nullable Long input;

    @Option(names = "--output", paramLabel = "TOKENS", description = "Their output tokens, reasoning included.")
    private @Nullable Long output;

    @Option(names = "--cached", paramLabel = "TOKENS", description = "How many of the input tokens were cached.")
    private @Nullable Long cached;

    @Option(names = "--audio", paramLabel = "SECONDS", description = "The length of the audio, in whole seconds.")
    private @Nullable Long audio;

    @Option(names = "--characters", paramLabel = "COUNT", description = "The characters of a speech request.")
    private @Nullable Long characters;

    @Option(names = "--by", paramLabel = "NAME", description = "Who resolves them; default: the system's user.")
    private String by = System.getProperty("user.name", "unknown");

    ResolveCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.of(around, spec);
        if (all == !ids.isEmpty()) {
            throw CliException.misused("give the ids of the calls to resolve, or --all");
        }
        Resolution resolution = resolution();
        if (EarlierSpool.waits(settings.data())) {
            throw CliException.failed(
                    "calls of an earlier version wait in " + settings.data().resolve(EarlierSpool.NAME)
                            + ", and may settle some of these; start the gateway, which takes them into the books, and try again");
        }
        Rater rater = new Rater(settings.prices(around.clock()));
        Messages words = CliMessages.in(settings.locale());
        int left = 0;
        try (UnsettledBooks books = UnsettledBooks.open(settings)) {
            List<OpenCall> calls = books.calls();
            List<String> wanted = all ? calls.stream().map(OpenCall::id).toList() : ids;
            for (String id : wanted) {
                String refusal = resolve(id, calls, books, resolution, rater, words);
                if (refusal != null) {
                    around.err().println("groqmeter: " + refusal);
                    left++;
                }
            }
            around.out().println(words.say("resolve.done", wanted.size() - left, left));
        }
        return left == 0 ? 0 : CliException.FAILED;
    }

    /** Settles one call; returns why not, or null on success. */
    private @Nullable String resolve(
            String id,
            List<OpenCall> unsettled,
            UnsettledBooks books,
            Resolution resolution,
            Rater rater,
            Messages words) {
        Optional<OpenCall> open =
                unsettled.stream().filter(call -> call.id().equals(id)).findFirst();
        if (open.isEmpty()) {
            if (books.settled(id)) {
                return id + " is settled already";
            }
            return books.inFlight(id)
                    ? id + " is in flight; the running gateway will settle it"
                    : "no call has the id " + id + "; 'groqmeter unsettled' lists those that can be resolved";
        }
        Optional<UsageRecord> record = resolution.settle(
                open.get(), books.beside(open.get()), rater, by, around.clock().instant());
        if (record.isEmpty()) {
            return id + " has no known worst case; resolve it --as zero or with token counts";
        }
        if (!books.settle(record.get())) {
            return id + " was settled meanwhile";
        }
        around.out()
                .println(
                        words.say("resolve.call", id, Dollars.exact(record.get().cost(), words.locale())));
        if (saysLess(resolution, open.get(), record.get())) {
            around.out()
                    .println(words.say(
                            "resolve.less", id, Dollars.exact(Remainder.counted(open.get()), words.locale())));
        }
        return null;
    }

    /** Whether the given counts do not exceed what its record counts already. */
    private static boolean saysLess(Resolution resolution, OpenCall open, UsageRecord record) {
        return resolution.isGiven()
                && Remainder.recordOf(open).isPresent()
                && record.cost().signum() == 0;
    }

    private Resolution resolution() {
        boolean numbers = Stream.of(input, output, cached, audio, characters).anyMatch(number -> number != null);
        if (numbers == (as != null)) {
            throw CliException.misused("say what they cost: --as zero, --as worst-case, or --input and --output");
        }
        if (as != null) {
            return switch (as) {
                case "zero" -> Resolution.zero();
                case "worst-case" -> Resolution.worstCase();
                default -> throw CliException.misused("--as must be zero or worst-case, not '" + as + "'");
            };
        }
        try {
            return Resolution.given(usage());
        } catch (IllegalArgumentException e) {
            throw CliException.misused(String.valueOf(e.getMessage()));
        }
    }

    private Usage usage() {
        UsageBuilder usage = Usage.builder(UsageBasis.ESTIMATED);
        if (input != null) {
            usage.inputTokens(input);
        }
        if (output != null) {
            usage.outputTokens(output);
        }
        if (cached != null) {
            usage.cacheReadInputTokens(cached);
        }
        if (audio != null) {
            usage.audio(Duration.ofSeconds(audio));
        }
        if (characters != null) {
            usage.characters(characters);
        }
        return usage.build();
    }
}
