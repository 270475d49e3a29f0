package io.groqmeter.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A program that initialises every class of groqmeter on its class path and prints which threads and files that created.
 */
public final class LoadEveryClass {

    private static final String OURS = "io/groqmeter/";

    /** Not shipped. */
    private static final List<String> NOT_SHIPPED = List.of("testkit", "simulator", "example");

    private LoadEveryClass() {}

    /**
     * Runs the program with the class path of this JVM.
     *
     * @param folder empty; the working directory, home and temporary folder of the child process
     * @return a line for each thread started, file written and class that cannot be loaded; the last line has the number of
     *     classes
     */
    public static List<String> run(Path folder) throws IOException, InterruptedException {
        Path out = Files.createTempFile("classes", ".txt");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Duser.home=" + folder,
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadEveryClass.class.getName())
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(out.toFile())
                .start();
        try {
            if (!child.waitFor(2, TimeUnit.MINUTES)) {
                return List.of("it does not end");
            }
            return Files.readAllLines(out);
        } finally {
            child.destroyForcibly();
            Files.delete(out);
        }
    }

    /** Prints what {@link #run} returns. */
    public static void main(String[] none) throws IOException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        List<String> names = names();
        for (String name : names) {
            try {
                Class.forName(name);
            } catch (ReflectiveOperationException | LinkageError e) {
                System.out.println("cannot be loaded: " + name + ": " + e);
            }
        }
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .forEach(thread -> System.out.println("thread: " + thread.getName()));
        try (Stream<Path> files = Files.list(Path.of(""))) {
            files.forEach(file -> System.out.println("file: " + file));
        }
        System.out.println("classes: " + names.size());
    }

    private static List<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(place);
            if (Files.isDirectory(path) && path.endsWith(Path.of("target", "classes"))) {
                try (Stream<Path> files = Files.walk(path)) {
                    files.forEach(file -> names.add(path.relativize(file).toString()));
                }
            } else if (path.getFileName().toString().startsWith("groqmeter-")) {
                try (JarFile jar = new JarFile(path.toFile())) {
                    jar.stream().forEach(entry -> names.add(entry.getName()));
                }
            }
        }
        List<String> classes = new ArrayList<>();
        for (String name : names) {
            boolean shipped =
                    name.startsWith(OURS) && NOT_SHIPPED.stream().noneMatch(part -> name.startsWith(OURS + part));
            if (shipped && name.endsWith(".class") && !name.endsWith("package-info.class")) {
                classes.add(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
            }
        }
        return classes;
    }
}
