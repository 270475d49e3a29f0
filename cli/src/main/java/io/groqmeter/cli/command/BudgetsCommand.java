package io.groqmeter.cli.command;

import static io.groqmeter.cli.console.CliException.understood;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.budget.Budget;
import io.groqmeter.budget.BudgetPeriod;
import io.groqmeter.budget.BudgetState;
import io.groqmeter.budget.BudgetStates;
import io.groqmeter.budget.Scope;
import io.groqmeter.budget.rules.KnownNames.Doubt;
import io.groqmeter.budget.rules.PolicyRules;
import io.groqmeter.budget.rules.RuleJson;
import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.books.NamesInUse;
import io.groqmeter.cli.books.Policies;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.report.Messages;
import io.groqmeter.report.format.BudgetStateJson;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStore;
import io.groqmeter.text.Dollars;
import io.groqmeter.text.TextTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code groqmeter budgets}: the caps on cost and their state. */
@Command(
        name = "budgets",
        description = "List budgets and their state; 'budgets set' and 'budgets remove' change them.")
class BudgetsCommand implements Callable<Integer> {

    static final String SCOPES =
            "all, key:NAME, project:NAME, user:NAME, model:ID, tag:NAME=VALUE, or one for every name"
                    + " without its own: each-key, each-project, each-user.";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    /** The same under its full name. */
    @Command(name = "list", description = "List budgets and their state.")
    static final class Listing extends BudgetsCommand {
        Listing(CliContext around) {
            super(around);
        }
    }

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object, with money as strings.")
    private boolean json;

    BudgetsCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public final Integer call() {
        Settings settings = Settings.of(around, spec);
        try (PolicyStore policies = Policies.openToRead(settings);
                UsageStore store = Books.open(settings, around.err())) {
            List<Budget> budgets = understood(() -> new PolicyRules(policies, settings.data()).read())
                    .budgets();
            LivePrices prices = settings.prices(around.clock());
            List<BudgetState> states =
                    BudgetStates.read(store, budgets, prices, around.clock().instant());
            if (json) {
                around.out().print(JsonOutput.of(out -> write(out, states)));
            } else {
                lines(states, store.calendar().zone(), settings.locale()).forEach(around.out()::println);
            }
            around.out().flush();
        }
        return 0;
    }

    private static void write(JsonGenerator out, List<BudgetState> states) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("data");
        for (BudgetState state : states) {
            BudgetStateJson.write(out, state);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static List<String> lines(List<BudgetState> states, ZoneId zone, Locale locale) {
        Messages words = CliMessages.in(locale);
        if (states.isEmpty()) {
            return List.of(words.say("budgets.none"));
        }
        TextTable table = TextTable.ofText("");
        for (BudgetState state : states) {
            Budget budget = state.budget();
            table.row(
                    budget.scope().group().isPresent()
                            ? budget.scope().toString()
                            : budget.scope() + " " + state.group(),
                    budget.period().label(),
                    words.say(budget.hard() ? "budgets.hard" : "budgets.soft", Dollars.text(budget.usd(), locale)),
                    words.say("budgets.spent", Dollars.text(state.spent(), locale)),
                    words.say("budgets.held", Dollars.text(state.held(), locale)),
                    words.say("budgets.left", Dollars.text(state.remaining(), locale)),
                    state.resetsAt()
                            .map(at -> words.say("budgets.resets", time(at, zone)))
                            .orElse(""));
        }
        return table.lines();
    }

    private static String time(Instant at, ZoneId zone) {
        return TIME.format(at.atZone(zone));
    }

    /** {@code budgets set}: sets a budget and says in a sentence what it will do. */
    @Command(name = "set", description = "Set a budget, replacing the one of the same scope and period.")
    static final class SetBudget implements Callable<Integer> {

        private final CliContext around;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "SCOPE", description = "Whose calls count: " + SCOPES)
        private String scope = "";

        @Option(names = "--usd", required = true, paramLabel = "AMOUNT", description = "US dollars per period.")
        private @Nullable BigDecimal usd;

        @Option(
                names = "--period",
                required = true,
                paramLabel = "PERIOD",
                description = "hour, day, week (from Monday), month or total.")
        private String period = "";

        @Option(names = "--hard", description = "Refuse calls that could exceed it (default).")
        private boolean hard;

        @Option(names = "--soft", description = "Refuse nothing; only report its state.")
        private boolean soft;

        @Option(
                names = "--resets-on",
                paramLabel = "DAY",
                defaultValue = "1",
                description = "The day on which a month starts, 1 to 31; in a shorter month, its last day.")
        private int resetsOn;

        @Option(
                names = "--allow-unpriced",
                description =
                        "Let calls pass whose cost has no upper bound beforehand; they count when they settle, and may"
                                + " exceed a hard budget.")
        private boolean allowUnpriced;

        SetBudget(CliContext around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            Settings settings = Settings.of(around, spec);
            if (hard && soft) {
                throw CliException.misused("a budget is either --hard or --soft");
            }
            BigDecimal amount = usd == null ? BigDecimal.ZERO : usd;
            Budget budget = understood(() ->
                    new Budget(Scope.parse(scope), amount, BudgetPeriod.parse(period), !soft, resetsOn, allowUnpriced));
            Optional<Doubt> doubt;
            try (PolicyStore policies = Policies.open(settings)) {
                requireOwn(new PolicyRules(policies, settings.data()), budget.id());
                doubt = NamesInUse.doubt(budget.scope(), settings, policies, around.clock());
                policies.put(RuleJson.policy(budget));
            }
            Messages words = CliMessages.in(settings.locale());
            around.out()
                    .println(words.say(
                            soft ? "budgets.means.soft" : "budgets.means.hard",
                            whose(budget.scope(), words),
                            words.say(
                                    "budgets.per." + kind(budget.scope()),
                                    words.say("budgets.per." + budget.period().label())),
                            Dollars.text(budget.usd(), settings.locale()),
                            words.say("budgets.anew." + budget.period().label(), budget.resetsOn())));
            around.out().flush();
            NamesInUse.remark(doubt.stream().toList(), settings, around);
            return 0;
        }
    }

    /** The scope of a rule, as words that follow "calls". */
    static String whose(Scope scope, Messages words) {
        return words.say("rules.of." + kind(scope), scope);
    }

    private static String kind(Scope scope) {
        return scope instanceof Scope.All || scope instanceof Scope.Each ? scope.toString() : "one";
    }

    private static void requireOwn(PolicyRules rules, String id) {
        if (understood(rules::filed).budgets().stream()
                .anyMatch(budget -> budget.id().equals(id))) {
            throw CliException.misused("the budget " + id + " is set in " + PolicyRules.FILE + "; change it there");
        }
    }

    /** {@code budgets remove}: removes a budget. */
    @Command(name = "remove", description = "Remove a budget.")
    static final class RemoveBudget implements Callable<Integer> {

        private final CliContext around;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "SCOPE", description = "As it was set, for example user:ana.")
        private String scope = "";

        @Option(names = "--period", required = true, paramLabel = "PERIOD", description = "As it was set.")
        private String period = "";

        RemoveBudget(CliContext around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            Settings settings = Settings.of(around, spec);
            String id = understood(
                    () -> Scope.parse(scope) + "/" + BudgetPeriod.parse(period).label());
            try (PolicyStore policies = Policies.open(settings)) {
                requireOwn(new PolicyRules(policies, settings.data()), id);
                if (!policies.remove(PolicyKind.BUDGET, id)) {
                    throw CliException.misused(
                            "there is no budget " + id + "; 'groqmeter budgets' lists the existing ones");
                }
            }
            around.out().println(CliMessages.in(settings.locale()).say("budgets.removed", id));
            around.out().flush();
            return 0;
        }
    }
}
