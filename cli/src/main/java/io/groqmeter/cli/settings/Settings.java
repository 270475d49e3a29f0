package io.groqmeter.cli.settings;

import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.gateway.http.MinRequestRate;
import io.groqmeter.gateway.proxy.UpstreamAddress;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.pricing.UnknownPrice;
import io.groqmeter.report.Messages;
import io.groqmeter.store.Durability;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The settings in force: a flag takes precedence over the environment, that over {@code .env}, that over the default. An empty value counts
 * as none. Reading a value that cannot be used throws a {@link CliException} that says where it came from.
 */
public final class Settings {

    /** Names with our prefix that the launcher and the tests read. */
    private static final List<String> READ_BY_OTHERS = List.of("GROQMETER_JAVA_OPTS", "GROQMETER_SHARED");

    private record Value(String text, String origin) {}

    private final Map<Setting, Value> values = new EnumMap<>(Setting.class);
    private final List<String> strangers;
    private final Path folder;

    private Settings(List<String> strangers, Path folder) {
        this.strangers = strangers;
        this.folder = folder;
    }

    /**
     * Reads the settings.
     *
     * @param flags what was given on the command line
     * @param env the process's environment
     * @param folder the folder the command runs in: holds {@code .env}, and relative paths start there
     */
    public static Settings of(Map<Setting, String> flags, Map<String, String> env, Path folder) {
        Map<String, String> file = DotEnv.read(folder);
        List<String> strangers = Stream.concat(env.keySet().stream(), file.keySet().stream())
                .filter(name -> name.startsWith("GROQMETER_") && !READ_BY_OTHERS.contains(name))
                .filter(name -> Arrays.stream(Setting.values())
                        .noneMatch(setting -> setting.env().equals(name)))
                .collect(Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new), List::copyOf));
        Settings settings = new Settings(strangers, folder);
        for (Setting setting : Setting.values()) {
            settings.values.put(setting, value(setting, flags, env, file));
        }
        return settings;
    }

    /** The settings of the command being run. */
    public static Settings of(CliContext around, CommandSpec spec) {
        return of(Flags.of(spec.commandLine().getParseResult()), around.env(), around.folder());
    }

    /** These settings, with one of them set by groqmeter itself. */
    public Settings with(Setting setting, String text) {
        Settings other = new Settings(strangers, folder);
        other.values.putAll(values);
        other.values.put(setting, new Value(text, "groqmeter"));
        return other;
    }

    private static Value value(
            Setting setting, Map<Setting, String> flags, Map<String, String> env, Map<String, String> file) {
        String given = flags.get(setting);
        if (given != null) {
            return new Value(given, setting.flag().orElseThrow());
        }
        String fromEnv = env.getOrDefault(setting.env(), "").strip();
        if (!fromEnv.isEmpty()) {
            return new Value(fromEnv, setting.env());
        }
        String fromFile = file.getOrDefault(setting.env(), "").strip();
        if (!fromFile.isEmpty()) {
            return new Value(fromFile, setting.env() + " in .env");
        }
        return new Value(setting.standard(), "default");
    }

    /** The value as text; empty when there is none. */
    public String text(Setting setting) {
        return value(setting).text;
    }

    /** Where the value comes from: the flag, the name in the environment, that name {@code in .env}, or {@code default}. */
    String origin(Setting setting) {
        return value(setting).origin;
    }

    /** Whether the value was set, rather than the default. */
    public boolean chosen(Setting setting) {
        return !origin(setting).equals("default");
    }

    private Value value(Setting setting) {
        Value value = values.get(setting);
        if (value == null) {
            throw new IllegalStateException("no value for " + setting);
        }
        return value;
    }

    /** Names with our prefix that are not settings: probably misspelt. */
    public List<String> strangers() {
        return strangers;
    }

    /** Whether a switch is on; without a value it is off. */
    public boolean on(Setting setting) {
        return switch (text(setting).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false", "" -> false;
            default -> throw refused(setting, "must be true or false", null);
        };
    }

    /** One of the choices its {@link Setting#form()} lists. */
    public String choice(Setting setting) {
        String text = text(setting).toLowerCase(Locale.ROOT);
        if (setting == Setting.STORE && text.equals("json")) {
            throw CliException.misused(
                    name(setting) + " json is no longer supported: leave it out, and the next start imports"
                            + " the JSON files of the data folder into its SQLite file; " + Setting.SAVE_DEBUG.env()
                            + "=true keeps them up to date beside it");
        }
        List<String> choices = List.of(setting.form().split("\\|"));
        if (!choices.contains(text)) {
            throw refused(setting, "must be one of " + String.join(", ", choices), null);
        }
        return text;
    }

    /** Whether the books outlive the process. */
    public boolean persistent() {
        return !choice(Setting.STORE).equals("memory");
    }

    public Durability durability() {
        return Durability.valueOf(choice(Setting.DURABILITY).toUpperCase(Locale.ROOT));
    }

    /** Whether calls through the gateway are recorded. */
    public boolean metering() {
        return !text(Setting.DEBUG).equalsIgnoreCase("false");
    }

    public int port() {
        return number(Setting.PORT, 0, 65_535);
    }

    /** How long the gateway reads on after a caller hung up. */
    public Duration drainTime() {
        return Duration.ofSeconds(number(Setting.DRAIN, 1, 3_600));
    }

    /** How long calls in flight may take to end when the gateway ends. */
    public Duration shutdownTime() {
        return Duration.ofSeconds(number(Setting.SHUTDOWN, 1, 3_600));
    }

    /** How long new calls are still served after SIGTERM. */
    public Duration shutdownGrace() {
        return Duration.ofSeconds(number(Setting.SHUTDOWN_GRACE, 0, 600));
    }

    /** How many bytes of disk space to reserve. */
    public int spoolReserve() {
        return number(Setting.SPOOL_RESERVE, 0, 1024) * 1024 * 1024;
    }

    /** How many clients may be connected; 0 for as many as there are file descriptors. */
    public int mostConnections() {
        return number(Setting.CONNECTIONS, 0, 1_000_000);
    }

    /** How many clients of one address may be connected; 0 for a share of all. */
    public int mostConnectionsOfOne() {
        return number(Setting.CONNECTIONS_PER_ADDRESS, 0, 1_000_000);
    }

    /** The lowest rate of a request from somebody unknown, in bytes a second. */
    public MinRequestRate requestPace() {
        return new MinRequestRate(MinRequestRate.defaults().grace(), number(Setting.UPLOAD_RATE, 0, 1_000_000));
    }

    private int number(Setting setting, int least, int most) {
        try {
            int number = Integer.parseInt(text(setting));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw refused(setting, "must be a number from " + least + " to " + most, null);
    }

    /** The prices in force: the shipped ones with those of the data folder over them. */
    public LivePrices prices(InstantSource clock) {
        UnknownPrice unknown =
                UnknownPrice.ofLabel(choice(Setting.UNKNOWN_PRICE)).orElseThrow();
        return new LivePrices(data(), unknown, clock);
    }

    public Path data() {
        try {
            return folder.resolve(text(Setting.DATA));
        } catch (InvalidPathException e) {
            throw refused(Setting.DATA, "must be a path", e.getReason());
        }
    }

    public ZoneId zone() {
        String zone = text(Setting.ZONE);
        try {
            return zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw refused(Setting.ZONE, "must be a time zone such as America/Bogota or UTC", null);
        }
    }

    public Locale locale() {
        try {
            return Messages.locale(text(Setting.LANG), Locale.getDefault());
        } catch (IllegalArgumentException e) {
            throw refused(Setting.LANG, "must be es or en", null);
        }
    }

    /**
     * Where calls are forwarded to. Never to the gateway itself: {@code GROQ_BASE_URL} is also what a program is told to set, and
     * both may read one {@code .env}.
     */
    public UpstreamAddress upstream() {
        UpstreamAddress upstream;
        try {
            upstream = UpstreamAddress.parse(text(Setting.UPSTREAM));
        } catch (IllegalArgumentException e) {
            throw CliException.misused(name(Setting.UPSTREAM) + ": " + e.getMessage());
        }
        boolean here = upstream.host().matches("localhost|::1|127\\.[\\d.]+")
                || upstream.host().equals(text(Setting.HOST));
        if (here && upstream.port() == port()) {
            throw CliException.misused(
                    name(Setting.UPSTREAM) + ": " + upstream + " is the gateway's own address, which your"
                            + " program should call. Here it sets where calls are forwarded to; leave it out for "
                            + UpstreamAddress.GROQ + ", or choose another --port");
        }
        return upstream;
    }

    private CliException refused(Setting setting, String rule, @Nullable String why) {
        String shown = setting.secret() ? "the given value" : "'" + text(setting) + "'";
        return CliException.misused(
                name(setting) + " " + rule + ", not " + shown + (why == null ? "" : " (" + why + ")"));
    }

    /** The name under which it was set. */
    private String name(Setting setting) {
        String origin = origin(setting);
        return origin.startsWith("--") ? origin : setting.env() + (origin.endsWith(".env") ? " (in .env)" : "");
    }
}
