package io.groqmeter.cli.settings;

/** The page docs/config.md, made from {@link Setting}. */
public final class ConfigPage {

    private static final String HEAD = """
            # Settings

            A flag takes precedence over the environment, the environment over a file `.env` in the folder groqmeter is started in, and
            that over the default. An empty value counts as none. Libraries never read `.env`; only the command line does.

            | environment | flag | value | default | what it does |
            |---|---|---|---|---|
            """;

    private static final String FOOT = """

            The names `GROQ_…` are those of the first tool and of Groq's SDKs; all others are `GROQMETER_…`. A start warns of a
            `GROQMETER_…` name that is not in this table, because it is probably misspelt.

            This page is made by `./groqmeter config-page > docs/config.md`; a test fails if it is out of date.
            """;

    private ConfigPage() {}

    public static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Setting setting : Setting.values()) {
            page.append("| `")
                    .append(setting.env())
                    .append("` | ")
                    .append(setting.flag().map(flag -> "`" + flag + "`").orElse(""))
                    .append(" | `")
                    .append(setting.form().replace("|", "\\|"))
                    .append("` | ")
                    .append(setting.standard().isEmpty() ? "" : "`" + setting.standard() + "`")
                    .append(" | ")
                    .append(setting.sentence())
                    .append(" |\n");
        }
        return page.append(FOOT).toString();
    }
}
