package io.groqmeter.cli.command;

import static io.groqmeter.cli.console.CliException.understood;

import io.groqmeter.budget.Limit;
import io.groqmeter.budget.Limit.Measure;
import io.groqmeter.budget.Scope;
import io.groqmeter.budget.rules.KnownNames.Doubt;
import io.groqmeter.budget.rules.PolicyRules;
import io.groqmeter.budget.rules.RuleJson;
import io.groqmeter.cli.books.NamesInUse;
import io.groqmeter.cli.books.Policies;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.report.Messages;
import io.groqmeter.report.format.BudgetStateJson;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code groqmeter limits}: the limits per minute. */
@Command(name = "limits", description = "List limits per minute; 'limits set' and 'limits remove' change them.")
class LimitsCommand implements Callable<Integer> {

    /** The same under its full name. */
    @Command(name = "list", description = "List limits per minute.")
    static final class Listing extends LimitsCommand {
        Listing(CliContext around) {
            super(around);
        }
    }

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    LimitsCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public final Integer call() {
        Settings settings = Settings.of(around, spec);
        Messages words = CliMessages.in(settings.locale());
        try (PolicyStore policies = Policies.openToRead(settings)) {
            List<Limit> limits = understood(() -> new PolicyRules(policies, settings.data()).read())
                    .limits();
            if (json) {
                around.out().print(JsonOutput.of(out -> {
                    out.writeStartObject();
                    BudgetStateJson.write(out, limits);
                    out.writeEndObject();
                }));
            } else if (limits.isEmpty()) {
                around.out().println(words.say("limits.none"));
            } else {
                limits.forEach(limit -> around.out().println(sentence(words, limit)));
            }
            around.out().flush();
        }
        return 0;
    }

    private static String sentence(Messages words, Limit limit) {
        return words.say(
                "limits.means." + limit.measure().label(),
                BudgetsCommand.whose(limit.scope(), words),
                limit.perMinute());
    }

    /** {@code limits set}: sets a limit and says in a sentence what it will do. */
    @Command(name = "set", description = "Set a limit, replacing the one of the same scope and measure.")
    static final class SetLimit implements Callable<Integer> {

        private final CliContext around;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "SCOPE", description = "Whose calls count: " + BudgetsCommand.SCOPES)
        private String scope = "";

        @Option(names = "--requests", paramLabel = "N", description = "Calls per minute.")
        private @Nullable Long requests;

        @Option(names = "--tokens", paramLabel = "N", description = "Tokens per minute, counted when a call settles.")
        private @Nullable Long tokens;

        SetLimit(CliContext around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            Settings settings = Settings.of(around, spec);
            Limit limit = understood(() -> new Limit(Scope.parse(scope), measure(requests, tokens), count()));
            Optional<Doubt> doubt;
            try (PolicyStore policies = Policies.open(settings)) {
                doubt = NamesInUse.doubt(limit.scope(), settings, policies, around.clock());
                policies.put(RuleJson.policy(limit));
            }
            around.out().println(sentence(CliMessages.in(settings.locale()), limit));
            around.out().flush();
            NamesInUse.remark(doubt.stream().toList(), settings, around);
            return 0;
        }

        private long count() {
            Long count = requests != null ? requests : tokens;
            return count == null ? 0 : count;
        }
    }

    private static Measure measure(@Nullable Object requests, @Nullable Object tokens) {
        if ((requests == null) == (tokens == null)) {
            throw CliException.misused("give either --requests or --tokens");
        }
        return requests != null ? Measure.REQUESTS : Measure.TOKENS;
    }

    /** {@code limits remove}: removes a limit. */
    @Command(name = "remove", description = "Remove a limit.")
    static final class RemoveLimit implements Callable<Integer> {

        private final CliContext around;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "SCOPE", description = "As it was set, for example user:ana.")
        private String scope = "";

        @Option(names = "--requests", description = "The limit of requests.")
        private boolean requests;

        @Option(names = "--tokens", description = "The limit of tokens.")
        private boolean tokens;

        RemoveLimit(CliContext around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            Settings settings = Settings.of(around, spec);
            Measure measure = measure(requests ? true : null, tokens ? true : null);
            String id = understood(() -> Scope.parse(scope) + "/" + measure.label());
            try (PolicyStore policies = Policies.open(settings)) {
                if (!policies.remove(PolicyKind.LIMIT, id)) {
                    throw CliException.misused(
                            "there is no limit " + id + "; 'groqmeter limits' lists the existing ones");
                }
            }
            around.out().println(CliMessages.in(settings.locale()).say("limits.removed", id));
            around.out().flush();
            return 0;
        }
    }
}
