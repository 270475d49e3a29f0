package io.groqmeter.cli.serve;

import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.console.Version;
import io.groqmeter.cli.settings.AccessSettings;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.pricing.ModelPrice;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.report.Messages;
import io.groqmeter.text.TextTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The text that {@code serve} prints at its start: its address, what to set, where the books are. */
public final class Banner {

    private final Settings settings;
    private final Wiring wiring;
    private final Messages words;

    public Banner(Settings settings, Wiring wiring) {
        this.settings = settings;
        this.wiring = wiring;
        this.words = CliMessages.in(settings.locale());
    }

    public String text() {
        String url = url();
        TextTable table = TextTable.ofText("   ");
        table.row(words.say("serve.set"), "OPENAI_BASE_URL=" + url + "/openai/v1   GROQ_BASE_URL=" + url);
        table.row(words.say("serve.upstream"), settings.text(Setting.UPSTREAM));
        table.row(words.say("serve.books"), books());
        table.row(words.say("serve.prices"), prices());
        table.row(words.say("serve.zone"), wiring.books().calendar().zone().toString());
        return "⚡ " + words.say("serve.listening", Version.current(), url) + "\n" + String.join("\n", table.lines())
                + "\n";
    }

    private String url() {
        String host = settings.text(Setting.HOST);
        return (settings.text(Setting.TLS_CERT).isEmpty() ? "http://" : "https://")
                + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + wiring.address().getPort();
    }

    private String books() {
        return !settings.persistent()
                ? words.say("serve.books.memory")
                : settings.data().resolve(Books.DATABASE).toString();
    }

    private String prices() {
        PriceList list = wiring.prices().get();
        LocalDate newest = list.rows().stream()
                .map(ModelPrice::from)
                .filter(Objects::nonNull)
                .max(LocalDate::compareTo)
                .orElse(LocalDate.EPOCH);
        return words.say("serve.prices.of", newest.toString(), list.overrides().size());
    }

    /** Things that need attention, one line each. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>(wiring.notices());
        settings.strangers().forEach(name -> remarks.add(words.say("serve.stranger", name)));
        if (!AccessSettings.loopback(settings)
                && settings.text(Setting.TLS_CERT).isEmpty()) {
            remarks.add(words.say("serve.plain"));
        }
        if (settings.text(Setting.API_KEY).isEmpty()) {
            remarks.add(words.say("serve.keyless"));
        }
        if (!settings.metering()) {
            remarks.add(words.say("serve.off"));
        }
        return remarks.stream().map(remark -> "   " + remark).toList();
    }

    public String ending() {
        return words.say("serve.ending");
    }
}
