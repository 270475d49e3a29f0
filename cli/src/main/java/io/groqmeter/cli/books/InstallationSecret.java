package io.groqmeter.cli.books;

import io.groqmeter.access.KeyBook;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.store.journal.JournalOwner;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/**
 * The random bytes under which callers' keys are remembered as fingerprints, kept in {@code groqmeter.secret} in the data folder:
 * without them, nobody can tell from the books whether a key he guesses has called.
 */
public final class InstallationSecret {

    private static final String FILE = "groqmeter.secret";
    private static final int BYTES = 32;

    private InstallationSecret() {}

    /** That of a folder; made at the first time, readable by its owner only. */
    public static byte[] of(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (find(folder).isEmpty()) {
                make(file);
            }
        } catch (IOException e) {
            throw unusable(file, e);
        }
        return find(folder).orElseThrow(() -> unusable(file, new IOException("it is empty")));
    }

    /** That of a folder that has one. A file without a byte, as a full disk leaves it, is none. */
    public static Optional<byte[]> find(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            byte[] secret = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            if (secret.length == 0 || secret.length == BYTES) {
                return Optional.of(secret).filter(bytes -> bytes.length == BYTES);
            }
        } catch (IOException e) {
            throw unusable(file, e);
        }
        throw CliException.failed(
                file + " is not a secret made by groqmeter, or is damaged; restore it from a backup, or"
                        + " remove it: caller keys then have to be rotated, and keys of callers get new fingerprints");
    }

    /** Whose journals a folder's are, for who only reads them; where that cannot be told, everybody's. */
    static JournalOwner owner(Path folder) {
        try {
            return find(folder)
                    .map(secret -> JournalOwner.knowing(Set.of(KeyBook.mark(secret))))
                    .orElseGet(JournalOwner::anybody);
        } catch (CliException e) {
            return JournalOwner.anybody(); // told where the secret is needed
        }
    }

    private static CliException unusable(Path file, IOException e) {
        return CliException.failed(
                "cannot use " + file + " (" + e + "); make the data folder and this file readable and writable", e);
    }

    /** One that ends with the process. */
    public static byte[] passing() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /** Under its name it is whole or not there, whenever the process is killed. */
    private static void make(Path file) throws IOException {
        Path half = Files.createTempFile(file.getParent(), FILE, ".new"); // readable by its owner only
        try {
            Files.write(half, passing());
            if (Files.exists(file) && Files.size(file) == 0) {
                Files.delete(file);
            }
            Files.createLink(file, half);
        } catch (FileAlreadyExistsException e) {
            // Made by another process in this moment; it is read next.
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(half, file); // no links here
        } finally {
            Files.deleteIfExists(half);
        }
    }
}
