package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/glossary.md names classes of the main code; whoever renames one renames it there. */
class GlossaryTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]\\w*)`");
    private static final Set<String> NOT_OURS = Set.of("target", ".git", ".build", "resources", "test", "node_modules");

    @Test
    void every_class_it_names_is_in_the_main_code() throws IOException {
        Set<String> named = new TreeSet<>();
        CLASS.matcher(Files.readString(ROOT.resolve("docs/glossary.md")))
                .results()
                .forEach(name -> named.add(name.group(1)));
        assertThat(named).hasSizeGreaterThan(50);
        assertThat(mainClasses()).containsAll(named);
    }

    private static Set<String> mainClasses() throws IOException {
        Set<String> classes = new TreeSet<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NOT_OURS.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (name.endsWith(".java")) {
                    classes.add(name.substring(0, name.length() - ".java".length()));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return classes;
    }
}
