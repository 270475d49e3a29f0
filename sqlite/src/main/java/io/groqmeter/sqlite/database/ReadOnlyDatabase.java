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
 * An existing database as it can be read without changing it: in its place; or, where an older groqmeter wrote it, or it lies in a
 * folder that cannot be written to and what a kill left beside it must be taken in first, as a {@link TemporaryCopy} brought up to date.
 *
 * @param path of the database itself
 * @param file what to read
 * @param calendar of its days
 * @param copy to be removed afterwards; null where it is read in its place
 * @param stamp to see by that nobody has changed it; null where SQLite's locks see to that
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

    /** By these SQLite says that it would have to write something beside the file. */
    private static final Set<SQLiteErrorCode> PLACE_TROUBLE =
            EnumSet.of(SQLiteErrorCode.SQLITE_CANTOPEN, SQLiteErrorCode.SQLITE_READONLY);

    /** @throws UsageStoreException when there is no such file (which is not the same as no calls), or it cannot be read */
    public static ReadOnlyDatabase of(Path path) {
        SqliteFile file = new SqliteFile(path);
        if (!Files.exists(file.path())) {
            throw new UsageStoreException("there is no usage database " + file.path()
                    + " yet; the gateway makes it when it starts, or name the data folder that has it");
        }
        try {
            return inItsPlace(file, null);
        } catch (SQLException e) {
            boolean place = SqliteFile.code(e).filter(PLACE_TROUBLE::contains).isPresent();
            if (!place || !Files.isRegularFile(file.path()) || !Files.isReadable(file.path())) {
                throw file.failure("open", e);
            }
            return withoutWriting(file);
        }
    }

    private static ReadOnlyDatabase withoutWriting(SqliteFile file) {
        try {
            if (!TemporaryCopy.needsRecovery(file.path())) {
                return inItsPlace(file.asStill(), FileStamp.of(file.path()));
            }
            return ofCopy(file, TemporaryCopy.ofFiles(file.path()), false);
        } catch (SQLException | IOException e) {
            throw file.failure("open", e);
        }
    }

    private static ReadOnlyDatabase inItsPlace(SqliteFile file, @Nullable FileStamp stamp) throws SQLException {
        try (Connection connection = file.reading()) {
            if (Schema.CURRENT.isIn(connection, file.path().toString())) {
                Optional<ZoneId> zone = StoredZone.read(connection);
                if (zone.isPresent()) {
                    return new ReadOnlyDatabase(file.path(), file, new UsageCalendar(zone.get()), null, stamp, false);
                }
            }
            boolean empty = Schema.isEmpty(connection);
            return ofCopy(file, TemporaryCopy.bySnapshot(connection), !empty);
        } catch (IOException e) {
            throw file.failure("copy, to bring the copy up to date,", e);
        }
    }

    private static ReadOnlyDatabase ofCopy(SqliteFile of, TemporaryCopy copy, boolean older) throws IOException {
        try {
            SqliteFile file = new SqliteFile(copy.database());
            UsageCalendar calendar = SqliteSetup.prepare(file, ZoneId.systemDefault(), true);
            return new ReadOnlyDatabase(of.path(), file, calendar, copy, null, older);
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
