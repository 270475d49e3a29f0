package io.groqmeter.store.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.store.Durability;
import io.groqmeter.store.file.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that is only ever replaced as a whole: who reads it finds all that was in it or all that is, never a part. */
final class WholeFile {

    private WholeFile() {}

    /**
     * Puts a text in place of the file's.
     *
     * @param durability with {@code POWER} it is on the disk before the old text goes
     */
    static void replace(Path file, String text, Durability durability) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        try (FileChannel channel = OwnerOnly.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (durability == Durability.POWER) {
                channel.force(true);
            }
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
