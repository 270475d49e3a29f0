package io.groqmeter.store.file;

import java.io.File;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much room a disk has, as far as its file system tells. */
public final class DiskSpace {

    private DiskSpace() {}

    /**
     * The bytes this user may still write where a path lies; empty where that cannot be told. It asks the file system itself and not
     * the table of mounts, which in a chroot or a container may not have it.
     */
    public static OptionalLong free(Path path) {
        File file = path.toAbsolutePath().toFile();
        return free(file.getTotalSpace(), file.getUsableSpace());
    }

    /** The JDK says 0 for what it cannot tell. A file system without any space at all tells nothing. */
    static OptionalLong free(long total, long usable) {
        return total <= 0 ? OptionalLong.empty() : OptionalLong.of(usable);
    }
}
