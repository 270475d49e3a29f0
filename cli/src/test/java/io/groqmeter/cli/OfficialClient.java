package io.groqmeter.cli;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An official client of Groq, installed below {@code target/clients} and driven by a script from {@code src/test/clients}. Installed
 * once for each version; a test that needs one that cannot be had is skipped with the reason.
 */
final class OfficialClient {

    private static final Path INSTALLED = Path.of("target", "clients").toAbsolutePath();
    private static final Path SCRIPTS = Path.of("src", "test", "clients").toAbsolutePath();
    private static final int LONGEST_SECONDS = 240;

    private final Path folder;
    private final Path program;
    private final String script;

    private OfficialClient(Path folder, Path program, String script) {
        this.folder = folder;
        this.program = program;
        this.script = script;
    }

    /** A package of npm, run by the Node.js that {@code E2E_NODE} names. */
    static OfficialClient npm(String wanted, String script) throws IOException, InterruptedException {
        Path node = offered("E2E_NODE", "Node.js 18 or newer");
        Path folder = INSTALLED.resolve("npm-" + wanted);
        install(folder, List.of(List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", wanted)));
        // Node looks for packages beside the script.
        Files.createDirectories(folder);
        Files.copy(SCRIPTS.resolve(script), folder.resolve(script), StandardCopyOption.REPLACE_EXISTING);
        return new OfficialClient(folder, node, script);
    }

    /** A package of PyPI in an environment of its own, made by the Python that {@code E2E_PYTHON} names. */
    static OfficialClient pypi(String wanted, String script) throws IOException, InterruptedException {
        Path python = offered("E2E_PYTHON", "Python 3 with venv");
        Path folder = INSTALLED.resolve("pypi-" + wanted);
        Path own = folder.resolve("venv").resolve("bin").resolve("python");
        install(
                folder,
                List.of(
                        List.of(python.toString(), "-m", "venv", "venv"),
                        List.of(
                                own.toString(),
                                "-m",
                                "pip",
                                "install",
                                "--quiet",
                                "--disable-pip-version-check",
                                wanted)));
        return new OfficialClient(folder, own, SCRIPTS.resolve(script).toString());
    }

    private static Path offered(String variable, String what) {
        String program = System.getenv(variable);
        return program == null
                ? abort(variable + " names no " + what + "; ./test sets it where there is one")
                : Path.of(program);
    }

    private static void install(Path folder, List<List<String>> commands) throws IOException, InterruptedException {
        Path done = folder.resolve("installed");
        if (Files.exists(done)) {
            return;
        }
        Files.createDirectories(folder);
        for (List<String> command : commands) {
            Path log = folder.resolve("install.log");
            Integer exit = run(folder, Map.of(), command, log, log);
            if (exit == null || exit != 0) {
                abort(command + " failed, is there a network? See " + log + ": "
                        + Files.readString(log).strip().lines().reduce("", (first, line) -> line));
            }
        }
        Files.createFile(done);
    }

    /**
     * Runs the script with nothing but that environment beside the system's.
     *
     * @return the lines it wrote
     * @throws AssertionError when it fails, with what it said
     */
    List<String> run(Map<String, String> environment) throws IOException, InterruptedException {
        Path out = folder.resolve("out.log");
        Path err = folder.resolve("err.log");
        Integer exit = run(folder, environment, List.of(program.toString(), script), out, err);
        if (exit == null || exit != 0) {
            throw new AssertionError(script + " ended with " + exit + " after "
                    + Files.readAllLines(out).size() + " answers: " + Files.readString(err));
        }
        return Files.readAllLines(out);
    }

    /** The exit code; null when it had to be ended because it took too long, or could not be started. */
    private static @Nullable Integer run(
            Path folder, Map<String, String> environment, List<String> command, Path out, Path err)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectErrorStream(out.equals(err));
        if (!out.equals(err)) {
            builder.redirectError(err.toFile());
        }
        builder.environment().putAll(environment);
        builder.environment().put("NO_PROXY", "127.0.0.1");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            Files.writeString(err, String.valueOf(e.getMessage()));
            return null;
        }
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            return null;
        }
        return process.exitValue();
    }
}
