package io.groqmeter.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.groqmeter.cli.console.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void a_flag_wins_over_the_environment_that_over_the_file_and_that_over_the_default() throws IOException {
        assertThat(settings(Map.of()).port()).isEqualTo(5001);
        Files.writeString(folder.resolve(".env"), "GROQMETER_PORT=6001\nGROQ_MODEL=\"of the file\"\n");
        assertThat(settings(Map.of()).port()).isEqualTo(6001);
        assertThat(settings(Map.of("GROQMETER_PORT", "7001")).port()).isEqualTo(7001);
        Settings all = settings(Map.of("GROQMETER_PORT", "7001"), "--port", "8001");
        assertThat(all.port()).isEqualTo(8001);
        assertThat(all.origin(Setting.PORT)).isEqualTo("--port");
        assertThat(all.text(Setting.MODEL)).isEqualTo("of the file");
        assertThat(all.origin(Setting.MODEL)).isEqualTo("GROQ_MODEL in .env");
        assertThat(all.origin(Setting.HOST)).isEqualTo("default");
    }

    @Test
    void an_empty_value_counts_as_none() throws IOException {
        Files.writeString(folder.resolve(".env"), "GROQMETER_PORT=6001\n");
        assertThat(settings(Map.of("GROQMETER_PORT", " ")).port()).isEqualTo(6001);
    }

    @Test
    void the_first_tools_env_file_is_understood() throws IOException {
        Files.writeString(folder.resolve(".env"), """
                # the first tool's
                GROQ_DEBUG=true
                GROQ_SAVE_DEBUG=True
                GROQ_API_KEY=tu_api_key_aqui
                GROQ_MODEL=llama3-70b-8192
                """);
        Settings settings = settings(Map.of());
        assertThat(settings.on(Setting.DEBUG)).isTrue();
        assertThat(settings.on(Setting.SAVE_DEBUG)).isTrue();
        assertThat(settings.text(Setting.API_KEY)).isEqualTo("tu_api_key_aqui");
        assertThat(settings.text(Setting.MODEL)).isEqualTo("llama3-70b-8192");
    }

    @Test
    void a_broken_file_is_told_by_its_line_and_not_by_what_stands_there() throws IOException {
        Files.writeString(folder.resolve(".env"), "GROQ_DEBUG=true\nexport GROQ_API_KEY gsk_secret\n");
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> settings(Map.of()))
                .withMessageEndingWith(".env, line 2: not a setting; write NAME=value, without export")
                .withMessageNotContaining("gsk_secret");
    }

    @Test
    void a_value_that_cannot_be_used_is_told_with_its_origin_and_the_mend() throws IOException {
        refused(
                () -> settings(Map.of("GROQMETER_PORT", "http")).port(),
                "GROQMETER_PORT must be a number from 0 to 65535, not 'http'");
        refused(
                () -> settings(Map.of(), "--port", "70000").port(),
                "--port must be a number from 0 to 65535, not '70000'");
        refused(
                () -> settings(Map.of("GROQMETER_ZONE", "Mars")).zone(),
                "GROQMETER_ZONE must be a time zone such as America/Bogota or UTC, not 'Mars'");
        refused(() -> settings(Map.of("GROQMETER_LANG", "fr")).locale(), "GROQMETER_LANG must be es or en, not 'fr'");
        refused(
                () -> settings(Map.of("GROQ_DEBUG", "si")).on(Setting.DEBUG),
                "GROQ_DEBUG must be true or false, not 'si'");
        refused(
                () -> settings(Map.of("GROQ_BASE_URL", "api.groq.com")).upstream(),
                "GROQ_BASE_URL: The upstream 'api.groq.com' cannot be used: it must start with http:// or https://."
                        + " Example: https://api.groq.com");
        refused(
                () -> settings(Map.of("GROQ_BASE_URL", "http://localhost:5001/openai/v1"))
                        .upstream(),
                "GROQ_BASE_URL: http://localhost:5001 is the gateway's own address, which your program should call. Here it"
                        + " sets where calls are forwarded to; leave it out for https://api.groq.com, or choose another --port");
        Files.writeString(folder.resolve(".env"), "GROQMETER_STORE=oracle\n");
        refused(
                () -> settings(Map.of()).choice(Setting.STORE),
                "GROQMETER_STORE (in .env) must be one of sqlite, memory, not 'oracle'");
    }

    @Test
    void a_name_that_is_probably_misspelt_is_found() {
        Settings settings = settings(Map.of("GROQMETER_PROT", "1", "GROQMETER_JAVA_OPTS", "-Xmx1g", "PATH", "/bin"));
        assertThat(settings.strangers()).containsExactly("GROQMETER_PROT");
    }

    @Test
    void secrets_have_no_flag_for_others_to_read_in_the_list_of_processes() {
        assertThat(Arrays.stream(Setting.values()).filter(Setting::secret))
                .containsExactly(Setting.API_KEY, Setting.ADMIN_TOKEN, Setting.METRICS_TOKEN)
                .allSatisfy(setting -> assertThat(setting.flag()).isEmpty());
    }

    private static void refused(ThrowingCallable use, String line) {
        assertThatExceptionOfType(CliException.class).isThrownBy(use).withMessage(line);
    }

    private Settings settings(Map<String, String> env, String... args) {
        CommandSpec spec = CommandSpec.create();
        spec.addOption(OptionSpec.builder("--port").type(String.class).build());
        return Settings.of(Flags.of(new CommandLine(spec).parseArgs(args)), env, folder);
    }
}
