package io.groqmeter.store.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Folders (0700) and files (0600) that are their owner's alone from the moment they are made. What is there already stays as it is: its
 * owner may have opened it on purpose. Where files have no POSIX permissions, they get the system's.
 */
public final class OwnerOnly {

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private OwnerOnly() {}

    /** Makes a folder, and those above it, where there is none. */
    public static void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) { // also behind a symbolic link
            Files.createDirectories(folder, permissions(folder, "rwx------"));
        }
    }

    /** Makes an empty file where there is none. */
    public static void file(Path file) throws IOException {
        if (!Files.exists(file)) {
            try {
                Files.createFile(file, permissions(file, "rw-------"));
            } catch (FileAlreadyExistsException e) {
                // Made by another process in this moment.
            }
        }
    }

    /** Opens a file as {@link FileChannel#open(Path, Set, FileAttribute[])} does. */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), permissions(file, "rw-------"));
    }

    private static FileAttribute<?>[] permissions(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** What of a folder others may look into or change, and how to mend it; empty when nothing, or when that cannot be told. */
    public static Optional<String> opened(Path folder) {
        List<String> open = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            Stream.concat(Stream.of(folder), files.filter(Files::isRegularFile).sorted())
                    .forEach(path -> permissions(path)
                            .filter(permissions -> permissions.stream().anyMatch(OTHERS::contains))
                            .ifPresent(permissions -> open.add(
                                    path.equals(folder)
                                            ? folder + " (" + PosixFilePermissions.toString(permissions) + ")"
                                            : path.getFileName() + " (" + PosixFilePermissions.toString(permissions)
                                                    + ")")));
        } catch (IOException e) {
            return Optional.empty();
        }
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of("others on this machine may look into " + String.join(", ", open)
                        + "; if they should not: chmod -R go= " + folder);
    }

    private static Optional<Set<PosixFilePermission>> permissions(Path path) {
        try {
            return Optional.of(Files.getPosixFilePermissions(path));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
