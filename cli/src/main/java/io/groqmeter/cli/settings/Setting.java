package io.groqmeter.cli.settings;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table of settings: flags, their help, names in the environment and in {@code .env}, and docs/config.md are
 * made from it.
 */
public enum Setting {
    DEBUG(
            "GROQ_DEBUG",
            null,
            "true|false",
            "",
            "The gateway meters unless this is false; true also prints a TRACKED line for every call. The library meters"
                    + " only when it is true."),
    SAVE_DEBUG(
            "GROQ_SAVE_DEBUG",
            null,
            "true|false",
            "false",
            "Also keep the books in the first tool's files, usage_log.json and daily_stats.json in the data folder."),
    API_KEY(
            "GROQ_API_KEY",
            null,
            "KEY",
            "",
            "The Groq key for callers that send a caller key or, on this machine, no key. Never stored, never"
                    + " logged."),
    MODEL("GROQ_MODEL", "--model", "MODEL", "openai/gpt-oss-20b", "The model of /chat if a request names none."),
    UPSTREAM(
            "GROQ_BASE_URL",
            "--upstream",
            "URL",
            "https://api.groq.com",
            "The base URL that calls are forwarded to, without /openai/v1."),
    PORT(
            "GROQMETER_PORT",
            "--port",
            "PORT",
            "5001",
            "The port the gateway listens on, 0 to 65535; 0 takes a free one."),
    HOST(
            "GROQMETER_HOST",
            "--host",
            "ADDRESS",
            "127.0.0.1",
            "The address the gateway listens on; 0.0.0.0 opens it to the network, which needs an admin token and a caller key."),
    DATA("GROQMETER_DATA", "--data", "FOLDER", "debug_data", "The data folder, with the books and prices.json."),
    STORE(
            "GROQMETER_STORE",
            "--store",
            "sqlite|memory",
            "sqlite",
            "Where the books are kept: a SQLite file in the data folder, or memory only (gone when the process ends)."),
    UNKNOWN_PRICE(
            "GROQMETER_UNKNOWN_PRICE",
            null,
            "default|dearest",
            "default",
            "What a model without a known price costs: the default of the price list, 0.50 in and 0.50 out per 1M tokens, or"
                    + " for each measure the highest price listed on the day of the call. Budgets reserve at the same price."),
    DURABILITY(
            "GROQMETER_DURABILITY",
            "--durability",
            "process|power",
            "process",
            "What the books survive: the death of the process, or also a loss of power (slower: the disk is flushed"
                    + " for every group of calls)."),
    SPOOL_RESERVE(
            "GROQMETER_SPOOL_RESERVE_MB",
            null,
            "MEGABYTES",
            "2",
            "How much disk space to reserve for calls that arrive when the disk is full, 0 to 1024; a megabyte holds"
                    + " about a thousand."),
    ZONE(
            "GROQMETER_ZONE",
            "--zone",
            "ZONE",
            "",
            "The time zone of days and months, such as America/Bogota; empty: that of the books, for new books the"
                    + " system's. Starting a gateway with another one rebuilds all daily sums."),
    LANG(
            "GROQMETER_LANG",
            "--lang",
            "es|en",
            "",
            "The language of results; empty: the system's. Help, doctor and error messages are in English."),
    ON_ABORT(
            "GROQMETER_ON_ABORT",
            "--on-abort",
            "drain|cancel",
            "drain",
            "If a caller hangs up in the middle of an answer: read it to its end to learn what it cost, or hang up on"
                    + " Groq too and estimate."),
    DRAIN(
            "GROQMETER_DRAIN_SECONDS",
            null,
            "SECONDS",
            "30",
            "How long the gateway reads on after a caller hung up, 1 to 3600; then it hangs up on Groq too."),
    SHUTDOWN(
            "GROQMETER_SHUTDOWN_SECONDS",
            null,
            "SECONDS",
            "60",
            "How long calls in flight may take to end when the gateway is stopped, 1 to 3600; then they are cut off, and"
                    + " recorded as estimates or as unsettled."),
    SHUTDOWN_GRACE(
            "GROQMETER_SHUTDOWN_GRACE_SECONDS",
            null,
            "SECONDS",
            "3",
            "How long after SIGTERM new calls are still served while /healthz says draining, 0 to 600, so that load"
                    + " balancers can switch first. Ctrl-C does not wait for that."),
    AUDIO_URL(
            "GROQMETER_AUDIO_URL",
            "--audio-url",
            "unchanged|verbose",
            "unchanged",
            "How audio by URL is transcribed: unchanged, as its caller asks, although json answers have no duration; or verbose, requested"
                    + " from Groq as verbose_json, which has it, and returned as the json that was asked for."),
    CONNECTIONS(
            "GROQMETER_MAX_CONNECTIONS",
            null,
            "NUMBER",
            "0",
            "How many clients may be connected at once; 0 for as many as the process's limit of open files (ulimit -n)"
                    + " allows. Beyond that, connections that are idle, send no request or read no answer are closed;"
                    + " while all are in a call, new ones wait."),
    CONNECTIONS_PER_ADDRESS(
            "GROQMETER_MAX_CONNECTIONS_PER_ADDRESS",
            null,
            "NUMBER",
            "0",
            "How many of them from one address of another machine (for IPv6, one /64 network); 0 for a quarter of"
                    + " all. Trusted proxies have no limit."),
    UPLOAD_RATE(
            "GROQMETER_MIN_UPLOAD_RATE",
            null,
            "BYTES",
            "500",
            "How many bytes a second a request without a valid caller key or token must deliver on average, after 20 seconds of"
                    + " grace; 0 to wait for ever."),
    KEYLESS(
            "GROQMETER_KEYLESS",
            "--keyless",
            "local|nobody|anybody",
            "local",
            "Who may call without a caller key: programs on this machine, nobody, or anybody, who from elsewhere needs their own"
                    + " Groq key."),
    ADMIN_TOKEN(
            "GROQMETER_ADMIN_TOKEN",
            null,
            "TOKEN",
            "",
            "The token an owner sends to use /debug, /api, /metrics and the page, at least 16 characters; empty: everybody on"
                    + " this machine is an owner. Never stored, never logged."),
    METRICS_TOKEN(
            "GROQMETER_METRICS_TOKEN",
            null,
            "TOKEN",
            "",
            "The token for reading /metrics and nothing else. Never stored, never logged."),
    ALLOWED_HOSTS(
            "GROQMETER_ALLOWED_HOSTS",
            "--allowed-hosts",
            "NAME,…",
            "",
            "The names by which browsers and programs reach the gateway, besides localhost and, if it listens on the network,"
                    + " its addresses; *.example.com for every name with that ending. Health, and requests with a valid key or"
                    + " token, need none."),
    TRUSTED_PROXIES(
            "GROQMETER_TRUSTED_PROXIES",
            "--trusted-proxies",
            "ADDRESS,…",
            "",
            "The proxies in front of the gateway, as addresses or blocks (10.0.0.0/8, 2001:db8::/32), whose"
                    + " X-Forwarded-For or Forwarded says who calls: whether the caller is local, and against whom wrong keys and"
                    + " tokens are counted."),
    CORS_ORIGINS(
            "GROQMETER_CORS_ORIGINS",
            "--cors-origins",
            "ORIGIN,…",
            "",
            "The origins whose pages may call with a key and read the answers: scheme and name; a name that begins with *."
                    + " matches every name with that ending, and * is any origin. Empty: Groq answers preflights."),
    TLS_CERT(
            "GROQMETER_TLS_CERT",
            "--tls-cert",
            "FILE",
            "",
            "A PEM file with the certificate and its chain; empty: plain HTTP."),
    TLS_KEY("GROQMETER_TLS_KEY", "--tls-key", "FILE", "", "A PEM file with the certificate's private key, PKCS #8."),
    LOG(
            "GROQMETER_LOG",
            null,
            "text|json",
            "text",
            "The format of the log on stderr; json makes each line that serve prints a JSON object. Logs never contain keys, prompts or answers."),
    TRACE(
            "GROQMETER_TRACE",
            null,
            "true|false",
            "false",
            "Print the stack trace of an error that ends a command, for bug reports. Not read from" + " .env.");

    private final String env;
    private final @Nullable String flag;
    private final String form;
    private final String standard;
    private final String sentence;

    Setting(String env, @Nullable String flag, String form, String standard, String sentence) {
        this.env = env;
        this.flag = flag;
        this.form = form;
        this.standard = standard;
        this.sentence = sentence;
    }

    /** Its name in the environment and in {@code .env}. */
    public String env() {
        return env;
    }

    /** Its flag; empty if it has none: secrets have none, because other users could read them in the process list. */
    public Optional<String> flag() {
        return Optional.ofNullable(flag);
    }

    /** What a value looks like: the choices, or a word for it. */
    public String form() {
        return form;
    }

    /** The default; empty if there is none. */
    public String standard() {
        return standard;
    }

    /** What it does, as one or two sentences. */
    public String sentence() {
        return sentence;
    }

    /**
     * Whether its value must never be shown. By naming rule, secrets end in {@code _KEY} or {@code
     * _TOKEN}, and have no flag.
     */
    boolean secret() {
        return flag == null && (env.endsWith("_KEY") || env.endsWith("_TOKEN"));
    }
}
