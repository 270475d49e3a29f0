package io.groqmeter.cli.command;

import static io.groqmeter.cli.settings.Setting.DATA;
import static io.groqmeter.cli.settings.Setting.LANG;
import static io.groqmeter.cli.settings.Setting.STORE;
import static io.groqmeter.cli.settings.Setting.ZONE;

import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.Version;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.text.PlainDecimal;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The tree of commands. The root, without a command, prints its help and exits with 2. */
@Command(
        name = "groqmeter",
        description = "Meters the Groq API: records the tokens and the exact cost of every call as it happens.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:misused"},
        subcommands = HelpCommand.class)
public final class Commands implements Callable<Integer> {

    /** Those of commands about books on disk. {@code --store} is accepted and left out of their help: memory holds none. */
    private static final Setting[] BOOKS = {DATA, STORE, LANG};

    @Spec
    private CommandSpec spec;

    private Commands() {}

    /** All commands, in that context. */
    public static CommandLine tree(CliContext around) {
        CommandLine root = new CommandLine(new Commands());
        root.getCommandSpec().version("groqmeter " + Version.current());
        add(root, new ServeCommand(around), ServeCommand.SETTINGS);
        add(root, new StatsCommand(around), BOOKS);
        add(root, new LogCommand(around), BOOKS);
        add(root, new TailCommand(around), BOOKS);
        add(root, new ExportCommand(around), BOOKS);
        CommandLine unsettled = add(root, new UnsettledCommand(around), BOOKS);
        add(unsettled, new UnsettledCommand.Listing(around), BOOKS);
        add(unsettled, new ResolveCommand(around), BOOKS);
        CommandLine keys = add(root, new KeysCommand(around), BOOKS);
        add(keys, new KeysCommand.Listing(around), BOOKS);
        add(keys, new CreateKeyCommand(around), BOOKS);
        add(keys, new RotateKeyCommand(around), BOOKS);
        add(keys, new RevokeKeyCommand(around), BOOKS);
        CommandLine alerts = add(root, new AlertsCommand(around), BOOKS);
        add(alerts, new AlertsCommand.Listing(around), BOOKS);
        add(alerts, new AlertTestCommand(around), BOOKS);
        add(alerts, new AlertHistoryCommand(around), BOOKS);
        CommandLine budgets = add(root, new BudgetsCommand(around), BOOKS);
        add(budgets, new BudgetsCommand.Listing(around), BOOKS);
        add(budgets, new BudgetsCommand.SetBudget(around), BOOKS);
        add(budgets, new BudgetsCommand.RemoveBudget(around), BOOKS);
        CommandLine limits = add(root, new LimitsCommand(around), BOOKS);
        add(limits, new LimitsCommand.Listing(around), BOOKS);
        add(limits, new LimitsCommand.SetLimit(around), BOOKS);
        add(limits, new LimitsCommand.RemoveLimit(around), BOOKS);
        add(root, new ImportCommand(around), DATA, ZONE, LANG);
        add(root, new BackupCommand(around), BOOKS);
        add(root, new RestoreCommand(around), BOOKS);
        add(root, new PricesCommand(around), DATA, LANG);
        add(root, new DemoCommand(around), DemoCommand.DEFAULTS, DATA, STORE, Setting.PORT, LANG);
        add(root, new SimCommand(around), LANG);
        add(root, new CrashTestCommand(around), LANG);
        add(root, new SoakCommand(around), LANG);
        add(root, new DoctorCommand(around), ServeCommand.SETTINGS);
        add(root, new WarmupCommand(around));
        add(root, new ConfigPageCommand(around));
        add(root, new VersionCommand(around));
        root.setOut(around.out());
        root.setErr(around.err());
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.registerConverter(BigDecimal.class, Commands::amount);
        root.setParameterExceptionHandler(Commands::misused);
        root.setExecutionExceptionHandler((fault, command, parsed) -> CommandErrors.tell(fault, around));
        return root;
    }

    private static CommandLine add(CommandLine root, Object command, Setting... settings) {
        return add(root, command, Map.of(), settings);
    }

    /** @param defaults the command's own, in place of the settings' */
    private static CommandLine add(
            CommandLine root, Object command, Map<Setting, String> defaults, Setting... settings) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(command);
        spec.addOption(help());
        Arrays.stream(settings)
                .map(setting -> option(setting, defaults.getOrDefault(setting, setting.standard()))
                        .hidden(setting == STORE && settings == BOOKS)
                        .build())
                .forEach(spec::addOption);
        if (settings == ServeCommand.SETTINGS) {
            spec.usageMessage().footer(elsewhere());
        }
        CommandLine line = new CommandLine(spec);
        root.addSubcommand(spec.name(), line);
        return line;
    }

    private static BigDecimal amount(String text) {
        try {
            return PlainDecimal.read(text.strip());
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not an amount; write e.g. 12.50");
        }
    }

    /** The settings that have no flag. */
    private static String elsewhere() {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.flag().isEmpty())
                .map(Setting::env)
                .collect(Collectors.joining(", ", "Set in the environment or .env only: ", ". See docs/config.md."));
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and exit.")
                .build();
    }

    private static OptionSpec.Builder option(Setting setting, String byDefault) {
        String standard = byDefault.isEmpty() ? "" : "default: " + byDefault + ", ";
        return OptionSpec.builder(setting.flag().orElseThrow())
                .type(String.class)
                .paramLabel(setting.form())
                .description(setting.sentence(), "(" + standard + "environment: " + setting.env() + ")");
    }

    private static int misused(ParameterException fault, String[] args) {
        CommandLine command = fault.getCommandLine();
        command.getErr().println("groqmeter: " + inWords(fault));
        if (command.getCommandSpec().userObject() instanceof Commands && args.length == 0) {
            command.usage(command.getErr());
        } else {
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return CliException.MISUSED;
    }

    /** A word that is not an option, where a command is expected, is a misspelt command. */
    private static String inWords(ParameterException fault) {
        CommandLine command = fault.getCommandLine();
        if (fault instanceof UnmatchedArgumentException stray
                && !stray.isUnknownOption()
                && !command.getSubcommands().isEmpty()) {
            String name = command.getCommandSpec().qualifiedName();
            return "there is no command '" + name + " " + stray.getUnmatched().get(0) + "'";
        }
        if (fault.getArgSpec() instanceof OptionSpec option
                && (option.type() == int.class || option.type() == long.class)
                && fault.getValue() != null) {
            return option.longestName() + " must be a whole number, not '" + fault.getValue() + "'";
        }
        return String.valueOf(fault.getMessage());
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say which command to run.");
    }
}
