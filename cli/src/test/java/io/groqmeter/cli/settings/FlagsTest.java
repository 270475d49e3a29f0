package io.groqmeter.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.command.Commands;
import io.groqmeter.cli.command.ServeCommand;
import io.groqmeter.cli.console.CliContext;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class FlagsTest {

    @Test
    void a_flag_is_followed_by_its_value_or_holds_it() {
        assertThat(Flags.plain(List.of("--port", "0", "--host=::1"), Setting.PORT, Setting.HOST))
                .contains(Map.of(Setting.PORT, "0", Setting.HOST, "::1"));
        assertThat(Flags.plain(List.of(), Setting.PORT)).contains(Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-h",
                "--port",
                "--port 1 --port 2",
                "--port --host",
                "--port= --host x",
                "--host @file",
                "--host 'x'",
                "--prot 1",
                "--zone UTC",
                "stray",
                "-- --port 1"
            })
    void what_is_wrong_or_unusual_is_left_to_others(String line) {
        assertThat(Flags.plain(List.of(line.split(" ")), Setting.PORT, Setting.HOST))
                .isEmpty();
    }

    @Test
    void what_is_read_plainly_is_what_picocli_reads() {
        Random random = new Random(4);
        int plain = 0;
        for (int round = 0; round < 2_000; round++) {
            List<String> arguments = arguments(random);
            var read = Flags.plain(arguments, ServeCommand.SETTINGS);
            if (read.isPresent()) {
                plain++;
                assertThat(read).as("%s", arguments).contains(byPicocli(arguments));
            }
        }
        assertThat(plain).isBetween(200, 1_800);
    }

    private static Map<Setting, String> byPicocli(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of("serve"));
        line.addAll(arguments);
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        CliContext around = new CliContext(Map.of(), Path.of(""), nobody, nobody, Clock.systemUTC());
        try {
            CommandLine.ParseResult parsed = Commands.tree(around).parseArgs(line.toArray(String[]::new));
            return Flags.of(parsed.subcommand());
        } catch (ParameterException e) {
            throw new AssertionError("picocli refuses " + arguments, e);
        }
    }

    private static List<String> arguments(Random random) {
        String[] words = {
            "--port", "--host=", "--data", "--zone=UTC", "--lang", "--key", "5001", "a b", "a=b", "=", "-1", "é"
        };
        List<String> arguments = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            String word = words[random.nextInt(words.length)];
            arguments.add(word);
            if (word.startsWith("--") && !word.contains("=") && random.nextInt(4) > 0) {
                arguments.add(words[6 + random.nextInt(words.length - 6)]);
            }
        }
        return arguments;
    }
}
