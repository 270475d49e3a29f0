package io.groqmeter.cli.books;

import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.settings.DotEnv;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.gateway.alert.Alerts;
import io.groqmeter.gateway.alert.channel.AlertFile;
import io.groqmeter.store.PolicyStore;
import java.util.HashMap;
import java.util.Map;

/** The alerts of a data folder: its {@code alerts.json}, and what was kept by a gateway. */
public final class AlertBooks {

    private AlertBooks() {}

    /**
     * Reads them; secrets come from the environment or {@code .env}.
     *
     * @throws CliException when {@code alerts.json} cannot be used
     */
    public static Alerts open(Settings settings, CliContext around, PolicyStore policies) {
        try {
            return read(settings, around, policies);
        } catch (IllegalArgumentException e) {
            throw CliException.misused(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The same for who goes on when they cannot be used.
     *
     * @throws IllegalArgumentException when {@code alerts.json} cannot be used
     */
    public static Alerts read(Settings settings, CliContext around, PolicyStore policies) {
        Map<String, String> env = new HashMap<>(DotEnv.read(around.folder()));
        env.putAll(around.env());
        AlertFile file = AlertFile.read(settings.data(), env, around.clock());
        return Alerts.of(policies, file.rules(), file.channels(), settings.locale());
    }
}
