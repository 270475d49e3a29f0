package io.groqmeter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts of the repository say, with a Maven that only prints what a real one would. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no bash")
class ScriptsTest {

    private static final Path REPOSITORY = Path.of("..");

    @TempDir
    Path folder;

    private Path clone;

    @BeforeEach
    void copyTheScripts() throws IOException {
        clone = Files.createDirectory(folder.resolve("clone"));
        for (String each : List.of("test", "groqmeter", ".launcher", ".ci")) {
            try (Stream<Path> files = Files.walk(REPOSITORY.resolve(each))) {
                for (Path file : files.toList()) {
                    Path copy = clone.resolve(REPOSITORY.relativize(file));
                    Files.copy(file, copy);
                }
            }
        }
    }

    @Test
    void a_test_run_names_the_modules_that_were_not_run_after_a_failure() throws Exception {
        maven(1, """
                [INFO] Building groqmeter-core 0.1.0-SNAPSHOT                             [1/3]
                [INFO] --- maven-surefire-plugin:3.6.1:test (default-test) @ groqmeter-core ---
                [ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0
                [INFO] Reactor Summary for groqmeter 0.1.0-SNAPSHOT:
                [INFO] groqmeter-core ..................................... FAILURE [  9.000 s]
                [INFO] groqmeter-sqlite ..................................... SKIPPED
                [INFO] groqmeter-gateway .................................. SKIPPED
                [INFO] BUILD FAILURE
                """);
        String said = run(1, "./test -pl core");
        assertThat(said)
                .contains("  groqmeter-core [1/3]\n    testing\n")
                .contains("Not run, because a module they need failed: groqmeter-sqlite, groqmeter-gateway");
    }

    @Test
    void what_is_fetched_is_counted_while_it_is_fetched() throws Exception {
        maven(1, "[INFO] Downloaded from central: https://host/a.jar (1.5 MB at 3 MB/s)\n".repeat(21));
        assertThat(run(70, "./groqmeter version"))
                .contains("    fetched 20 files, 30.0 MB …\n", "    fetched 21 files, 31.5 MB\n");
    }

    @Test
    void a_build_that_fails_says_why_without_mavens_advice() throws Exception {
        maven(1, """
                [INFO] Building groqmeter-core 0.1.0-SNAPSHOT                             [1/3]
                [ERROR] COMPILATION ERROR :
                [ERROR] Call.java:[3,5] ';' expected
                [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
                """);
        assertThat(run(70, "./groqmeter version"))
                .contains("';' expected", "the build failed; its whole log: ")
                .doesNotContain("re-run Maven");
    }

    @Test
    void every_line_of_a_start_is_json_where_the_log_is() throws Exception {
        maven(1, "[ERROR] a \"quoted\" word\n");
        assertThat(run(70, "GROQMETER_LOG=json ./groqmeter serve").lines())
                .hasSizeGreaterThan(1)
                .allMatch(line -> line.matches("\\{\"timestamp\":\\d+,\"level\":\"INFO\",.*\"message\":\".*\"}"))
                .anyMatch(line -> line.contains("a \\\"quoted\\\" word"));
    }

    @Test
    void who_has_neither_jdk_nor_root_is_told_all_that_is_needed_at_once() throws Exception {
        assertThat(run(0, "bash -c '. .launcher/toolchain.sh; how_to_install'"))
                .contains("sdk install java", "unpack a JDK", "export JAVA_HOME=");
    }

    @Test
    void a_clone_by_itself_counts_what_it_cannot_replay_in_one_line_and_is_green() throws Exception {
        Path events = events("not part of the repository: /x/shared/groq/recorded.jsonl");
        String tally = "\"$JAVA_HOME/bin/java\" .ci/TestTally.java strict .ci/allowed-skips.txt " + events;
        assertThat(run(0, tally))
                .contains("skipped 2 tests that replay recorded traffic")
                .endsWith("1 passed, 0 failed, 2 skipped\n");
        Files.createDirectories(folder.resolve("shared/groq"));
        assertThat(run(1, tally)).contains("NOT LISTED", "Refused");
    }

    private Path events(String reason) throws IOException {
        StringBuilder events = new StringBuilder("<e:events xmlns:e='e' xmlns:java='j' xmlns:junit='u'>");
        for (int id = 1; id <= 3; id++) {
            String result = id == 1
                    ? "<result status='SUCCESSFUL'/>"
                    : "<result status='ABORTED'><java:throwable>org.opentest4j.TestAbortedException: Assumption failed: "
                            + reason + "\n at x</java:throwable></result>";
            events.append("<e:started id='" + id
                    + "'><junit:type>TEST</junit:type><java:methodSource className='a.B' methodName='m" + id
                    + "'/></e:started><e:finished id='" + id + "'>" + result + "</e:finished>");
        }
        return Files.writeString(folder.resolve("events.xml"), events + "</e:events>");
    }

    /** A Maven that prints that and ends with that code. */
    private void maven(int exitCode, String output) throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.writeString(folder.resolve("output"), output);
        Path maven = bin.resolve("mvn");
        Files.writeString(maven, "#!/bin/sh\ncat '" + folder.resolve("output") + "'\nexit " + exitCode + "\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
    }

    /** What a command of the shell prints in the clone. */
    private String run(int exitCode, String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command)
                .directory(clone.toFile())
                .redirectErrorStream(true);
        builder.environment().remove("GROQMETER_SHARED");
        builder.environment().remove("CI");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().merge("PATH", folder.resolve("bin") + ":", (path, first) -> first + path);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
        return said;
    }
}
