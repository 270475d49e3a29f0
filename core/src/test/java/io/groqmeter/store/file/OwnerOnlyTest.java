package io.groqmeter.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {

    @TempDir
    Path temporary;

    @BeforeEach
    void needsPermissions() {
        assumeTrue(temporary.getFileSystem().supportedFileAttributeViews().contains("posix"), "POSIX permissions");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void what_is_made_is_its_owners_alone() throws Exception {
        Path folder = temporary.resolve("a/b");
        OwnerOnly.folder(folder);
        OwnerOnly.file(folder.resolve("c"));
        try (FileChannel file =
                OwnerOnly.open(folder.resolve("d"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(file.isOpen()).isTrue();
        }

        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("c"))).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("d"))).isEqualTo("rw-------");
        assertThat(OwnerOnly.opened(folder)).isEmpty();
    }

    @Test
    void what_is_there_stays_as_it_is_and_is_told_of() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("wide"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = Files.writeString(folder.resolve("groqmeter.db"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        OwnerOnly.folder(folder);
        OwnerOnly.file(file);

        assertThat(permissions(file)).isEqualTo("rw-r--r--");
        assertThat(file).hasContent("x");
        assertThat(OwnerOnly.opened(folder).orElseThrow())
                .contains("wide (rwxr-xr-x)", "groqmeter.db (rw-r--r--)", "chmod -R go= " + folder);
    }

    @Test
    void a_folder_that_is_not_there_is_open_to_nobody() {
        assertThat(OwnerOnly.opened(temporary.resolve("nothing"))).isEmpty();
    }
}
