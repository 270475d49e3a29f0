package io.groqmeter.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite itself, a native library in the driver's jar. By itself the driver unpacks it into the temporary folder at each start, which
 * is a tenth of it, and a process that is killed leaves it there.
 */
public final class SqliteLibrary {

    /** The driver's own property: the folder with the library; where it has none, it unpacks one. */
    public static final String FOLDER = "org.sqlite.lib.path";

    private SqliteLibrary() {}

    /** Unpacks the one for this system into a folder, unless it is there; makes the folder. */
    public static void unpack(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        Path library = folder.resolve(name);
        if (Files.exists(library)) {
            return;
        }
        Files.createDirectories(folder);
        String packed = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream bytes = LibraryLoaderUtil.class.getResourceAsStream(packed)) {
            if (bytes == null) {
                throw new IOException("the driver has no " + packed);
            }
            Path half = folder.resolve(name + ".new");
            Files.copy(bytes, half, StandardCopyOption.REPLACE_EXISTING);
            Files.move(half, library, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
