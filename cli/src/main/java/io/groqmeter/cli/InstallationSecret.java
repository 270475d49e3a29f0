package io.groqmeter.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * The random bytes under which callers' keys are remembered as fingerprints, kept in {@code groqmeter.secret} in the data folder:
 * without them, nobody can tell from the books whether a key he guesses has called.
 */
final class InstallationSecret {

    private static final String FILE = "groqmeter.secret";
    private static final int BYTES = 32;

    private InstallationSecret() {}

    /** That of a folder; made at the first time, readable by its owner only. */
    static byte[] of(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            byte[] secret = Files.readAllBytes(file);
            if (secret.length == BYTES) {
                return secret;
            }
        } catch (IOException e) {
            throw Complaint.failed(
                    "cannot use " + file + " (" + e + "); make the data folder and this file readable and writable", e);
        }
        throw Complaint.failed(
                file + " is not the secret groqmeter made; remove it, and callers' keys get new fingerprints");
    }

    /** One that ends with the process. */
    static byte[] passing() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    private static void make(Path file) throws IOException {
        try {
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (posix) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.write(file, passing(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            // Made by another process in this moment; it is read next.
        }
    }
}
