package io.groqmeter.cli.command;

import io.groqmeter.access.CallerKeyJson;
import io.groqmeter.access.KeyBook;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.report.Messages;

/** The output for a new key: its text alone on standard output, for {@code KEY=$(…)}, and how to use it on stderr. */
final class IssuedKey {

    private IssuedKey() {}

    static void tell(KeyBook.Issued issued, boolean json, Settings settings, CliContext around) {
        if (json) {
            around.out()
                    .print(JsonOutput.of(out ->
                            CallerKeyJson.write(out, issued, around.clock().instant())));
        } else {
            around.out().println(issued.text());
            Messages words = CliMessages.in(settings.locale());
            around.err().println(words.say("keys.once", issued.key().name()));
        }
        around.out().flush();
    }
}
