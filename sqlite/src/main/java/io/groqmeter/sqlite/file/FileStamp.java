package io.groqmeter.sqlite.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * By what one sees that a database has changed.
 *
 * @param modified of the database
 * @param size of the database
 * @param waiting the size of its write-ahead log; 0 where there is none
 */
public record FileStamp(FileTime modified, long size, long waiting) {

    public static FileStamp of(Path database) {
        try {
            BasicFileAttributes file = Files.readAttributes(database, BasicFileAttributes.class);
            return new FileStamp(file.lastModifiedTime(), file.size(), size(TemporaryCopy.beside(database, "-wal")));
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
