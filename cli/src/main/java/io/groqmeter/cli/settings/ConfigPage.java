package io.groqmeter.cli.settings;

/** The page docs/config.md, made from {@link Setting}. */
public final class ConfigPage {

    private static final String HEAD = """
            # Settings

            A flag wins over the environment, the environment over a file `.env` in the folder groqmeter is started in, and that
            over the default. An empty value counts as none. Libraries never read `.env`; only the command line does.

            | environment | flag | value | default | what it does |
            |---|---|---|---|---|
            """;

    private static final String FOOT = """

            Groq's own names (`GROQ_…`) are those of the first tool and of Groq's SDKs; everything else is `GROQMETER_…`. A name
            that begins so and is not in this table is remarked at start, for it is probably misspelt.

            This page is made by `./groqmeter config-page > docs/config.md`; a test fails when it is not up to date.
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
