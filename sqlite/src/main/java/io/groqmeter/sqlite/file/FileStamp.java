package io.groqmeter.sqlite.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * The size and age of a database file, to detect that it has changed.
 *
 * @param modified when the database was last modified
 * @param size of the database
 * @param walSize the size of its write-ahead log; 0 where there is none
 */
public record FileStamp(FileTime modified, long size, long walSize) {

    public static FileStamp of(Path database) {
        try {
            BasicFileAttributes file = Files.readAttributes(database, BasicFileAttributes.class);
            return new FileStamp(file.lastModifiedTime(), file.size(), size(TemporaryCopy.companion(database, "-wal")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path path) throws IOException {
        try {
            return Files.size(path);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
