package io.groqmeter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.Runtime.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLibraryTest {

    @TempDir
    Path folder;

    @Test
    void what_is_unpacked_is_what_the_driver_loads_and_it_unpacks_nothing() throws Exception {
        Path library = folder.resolve("native");
        SqliteLibrary.unpack(library);
        Path unused = Files.createDirectory(folder.resolve("unused"));
        Process driver = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-D" + SqliteLibrary.FOLDER + "=" + library,
                        "-Dorg.sqlite.tmpdir=" + unused,
                        "-cp",
                        System.getProperty("java.class.path"),
                        UnclosedStore.class.getName(),
                        folder.resolve("books.db").toString(),
                        unused.toString())
                .inheritIO()
                .start();
        assertThat(driver.waitFor()).isZero();
        assertThat(names(library)).hasSize(1);
    }

    @Test
    void one_that_is_there_is_left_alone() throws IOException {
        SqliteLibrary.unpack(folder);
        Path library = folder.resolve(names(folder).get(0));
        Files.writeString(library, "another");
        SqliteLibrary.unpack(folder);
        assertThat(library).hasContent("another");
    }

    /** Up to 3.51.2, connections that write and reset the write-ahead log at the same moment could damage the database. */
    @Test
    void the_SQLite_that_comes_along_resets_its_log_safely() throws Exception {
        try (Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Version library = Version.parse(memory.getMetaData().getDatabaseProductVersion());
            assertThat(library).isGreaterThanOrEqualTo(Version.parse("3.51.3"));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::getFileName).map(Path::toString).toList();
        }
    }
}
