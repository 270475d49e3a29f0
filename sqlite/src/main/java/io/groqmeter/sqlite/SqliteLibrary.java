package io.groqmeter.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The native library of SQLite, from the driver's jar. By default the driver unpacks it into the temporary folder at each
 * start, which takes a tenth of the start, and a killed process leaves it there.
 */
public final class SqliteLibrary {

    /** The driver's property for the folder of the library; if the folder has none, the driver unpacks one. */
    public static final String FOLDER = "org.sqlite.lib.path";

    private SqliteLibrary() {}

    /** Unpacks the library for this system into a folder, unless it is there; creates the folder. */
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
