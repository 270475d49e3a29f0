package io.groqmeter.bench.profile;

import io.groqmeter.bench.process.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** async-profiler in another JVM. Samples every millisecond of CPU a thread uses, in native code too; needs no rights. */
final class Profiler {

    private final long pid;
    private final Path library;
    private final Path stacks;

    private Profiler(long pid, Path library, Path stacks) {
        this.pid = pid;
        this.library = library;
        this.stacks = stacks;
    }

    /** Starts sampling that JVM. */
    static Profiler start(long pid, Path folder) throws IOException, InterruptedException {
        Profiler profiler = new Profiler(pid, library(folder), folder.resolve("stacks.txt"));
        profiler.tell("start,event=ctimer,interval=1ms,threads");
        return profiler;
    }

    /** Stops sampling, and returns each stack with its number of samples. */
    List<String> stop() throws IOException, InterruptedException {
        tell("stop,collapsed,threads,file=" + stacks);
        return Files.readAllLines(stacks);
    }

    private void tell(String command) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        String quoted = '"' + command + '"'; // jcmd would take an argument with = for an option of its own
        String said =
                Programs.output(List.of(jcmd, Long.toString(pid), "JVMTI.agent_load", library.toString(), quoted));
        if (!said.contains("return code: 0")) {
            throw new IOException("the profiler cannot be loaded: " + said);
        }
    }

    private static Path library(Path folder) throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux-x64";
        Path library = folder.resolve("libasyncProfiler.so");
        try (InputStream bytes = Profiler.class.getResourceAsStream("/" + machine + "/libasyncProfiler.so")) {
            if (bytes == null) {
                throw new IOException("there is no profiler for " + machine);
            }
            Files.createDirectories(folder);
            Files.copy(bytes, library, StandardCopyOption.REPLACE_EXISTING);
        }
        return library;
    }
}
