package io.groqmeter.sqlite;

import io.groqmeter.sqlite.file.SqliteFile;
import io.groqmeter.store.Durability;
import java.nio.file.Path;
import java.sql.Connection;

/** Runs as a process: opens a database, leaves it open, and fails if the driver has put anything into a folder. */
final class UnclosedStore {

    private UnclosedStore() {}

    /** @param args the database, the folder */
    public static void main(String[] args) throws Exception {
        try (Connection open = new SqliteFile(Path.of(args[0])).writing(Durability.PROCESS)) {
            String[] unpacked = Path.of(args[1]).toFile().list();
            System.exit(open.isValid(1) && unpacked != null && unpacked.length == 0 ? 0 : 1);
        }
    }
}
