package io.groqmeter.sqlite.database;

import io.groqmeter.sqlite.file.FileStamp;
import io.groqmeter.sqlite.file.SqliteFile;
import io.groqmeter.sqlite.file.TemporaryCopy;
import io.groqmeter.sqlite.schema.Schema;
import io.groqmeter.sqlite.schema.StoredZone;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * An existing database, opened without changing it. It is read in place, or else as a {@link TemporaryCopy} brought up to date:
 * where an older groqmeter wrote it, or where its folder is read-only and a crash left a log that must be applied first.
 *
 * @param path of the database itself
 * @param file the file to read
 * @param calendar of the zone it is kept in
 * @param copy to delete afterwards; null where it is read in place
 * @param stamp shows whether it has changed; null where SQLite's locks prevent that
 * @param older whether an older groqmeter wrote it
 */
public record ReadOnlyDatabase(
        Path path,
        SqliteFile file,
        UsageCalendar calendar,
        @Nullable TemporaryCopy copy,
        @Nullable FileStamp stamp,
        boolean older)
        implements AutoCloseable {

    /** The errors of SQLite when it cannot create a file beside the database. */
    private static final Set<SQLiteErrorCode> FOLDER_NOT_WRITABLE =
            EnumSet.of(SQLiteErrorCode.SQLITE_CANTOPEN, SQLiteErrorCode.SQLITE_READONLY);

    /** @throws UsageStoreException when there is no such file (which is not the same as no calls), or it cannot be read */
    public static ReadOnlyDatabase open(Path path) {
        SqliteFile file = new SqliteFile(path);
        if (!Files.exists(file.path())) {
            throw new UsageStoreException("there is no usage database " + file.path()
                    + " yet; the gateway creates it when it starts, or name the data folder that has it");
        }
        try {
            return inPlace(file, null);
        } catch (SQLException e) {
            boolean folderNotWritable =
                    SqliteFile.code(e).filter(FOLDER_NOT_WRITABLE::contains).isPresent();
            if (!folderNotWritable || !Files.isRegularFile(file.path()) || !Files.isReadable(file.path())) {
                throw file.failure("open", e);
            }
            return inReadOnlyFolder(file);
        }
    }

    private static ReadOnlyDatabase inReadOnlyFolder(SqliteFile file) {
        try {
            if (!TemporaryCopy.needsRecovery(file.path())) {
                return inPlace(file.asImmutable(), FileStamp.of(file.path()));
            }
            return fromCopy(file, TemporaryCopy.ofFiles(file.path()), false);
        } catch (SQLException | IOException e) {
            throw file.failure("open", e);
        }
    }

    private static ReadOnlyDatabase inPlace(SqliteFile file, @Nullable FileStamp stamp) throws SQLException {
        try (Connection connection = file.reading()) {
            if (Schema.CURRENT.isIn(connection, file.path().toString())) {
                Optional<ZoneId> zone = StoredZone.read(connection);
                if (zone.isPresent()) {
                    return new ReadOnlyDatabase(file.path(), file, new UsageCalendar(zone.get()), null, stamp, false);
                }
            }
            boolean empty = Schema.isEmpty(connection);
            return fromCopy(file, TemporaryCopy.bySnapshot(connection), !empty);
        } catch (IOException e) {
            throw file.failure("copy, to bring the copy up to date,", e);
        }
    }

    private static ReadOnlyDatabase fromCopy(SqliteFile original, TemporaryCopy copy, boolean older)
            throws IOException {
        try {
            SqliteFile file = new SqliteFile(copy.database());
            UsageCalendar calendar = SqliteSetup.prepare(file, ZoneId.systemDefault(), true);
            return new ReadOnlyDatabase(original.path(), file, calendar, copy, null, older);
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    /** @throws UsageStoreException when it has changed, so that what was read may be wrong */
    public void requireUnchanged() {
        if (stamp != null && !stamp.equals(FileStamp.of(file.path()))) {
            throw new UsageStoreException(
                    file.path() + " changed while it was read, in a folder that this user cannot write"
                            + " to; run the command again");
        }
    }

    @Override
    public void close() {
        if (copy != null) {
            copy.close();
        }
    }
}
