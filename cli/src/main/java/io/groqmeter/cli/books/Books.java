package io.groqmeter.cli.books;

import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.journal.EarlierSpool;
import io.groqmeter.store.journal.JournalSnapshot;
import io.groqmeter.store.json.ImportReport;
import io.groqmeter.store.json.SeedImport;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The books of a data folder, opened for a command that only reads them, with or without a gateway that writes them. */
public final class Books {

    /** The SQLite file's name in the data folder. */
    public static final String DATABASE = "groqmeter.db";

    public static final String OLDER =
            "an older groqmeter wrote these books, so a copy of them was read; the gateway's next start"
                    + " upgrades them";

    private Books() {}

    /** Whether there is a database in that folder. One without a byte is none: a kill or a full disk left it. */
    public static boolean areIn(Path folder) {
        return folder.resolve(DATABASE).toFile().length() > 0;
    }

    /**
     * Opens the database for writing, whatever state it is in; makes it where there is none.
     *
     * <p>Its days follow the zone that somebody chose; else the one they have; in a new one the system's.
     */
    public static SqliteUsageStore toWrite(Settings settings, Durability durability) {
        Path database = settings.data().resolve(DATABASE);
        return settings.chosen(Setting.ZONE)
                ? SqliteUsageStore.open(database, new UsageCalendar(settings.zone()), durability)
                : SqliteUsageStore.openInItsZone(database, settings.zone(), durability);
    }

    /**
     * The same for a command beside whatever gateway runs: always in the zone it has, for a running gateway would not follow another.
     *
     * @throws CliException when an older groqmeter's gateway runs, under whose feet the books must not be changed
     */
    static SqliteUsageStore toWriteBesideAGateway(Settings settings) {
        Path database = settings.data().resolve(DATABASE);
        if (areIn(settings.data()) && GatewayLock.isTaken(settings.data()) && SqliteUsageStore.isOlder(database)) {
            throw CliException.failed("an older groqmeter keeps the books in " + settings.data() + " ("
                    + GatewayLock.holder(settings.data())
                    + "); stop it and start this one, which upgrades them");
        }
        return SqliteUsageStore.openInItsZone(database, settings.zone(), Durability.POWER);
    }

    /**
     * Opens them. A folder without books gives zeros.
     *
     * @param remarks where to say what one may not expect, such as that there are no books
     * @throws CliException when the folder or the setting cannot be used
     */
    public static UsageStore open(Settings settings, PrintWriter remarks) {
        return open(settings, remarks, new ArrayList<>());
    }

    /**
     * The same for a command that must not pass for whole when it is not.
     *
     * @param missing where to add what is known to be missing from them; the remarks say it too
     */
    public static UsageStore open(Settings settings, PrintWriter remarks, List<String> missing) {
        Path folder = settings.data();
        if (Files.exists(folder) && !(Files.isDirectory(folder) && Files.isReadable(folder))) {
            throw CliException.failed(folder + " is not a folder this user can read; choose another with --data");
        }
        if (!settings.persistent()) {
            throw CliException.misused("the memory store exists only in the gateway's process; ask the gateway:"
                    + " curl http://127.0.0.1:" + settings.port() + "/debug/stats");
        }
        return database(settings, remarks, missing);
    }

    private static UsageStore database(Settings settings, PrintWriter remarks, List<String> missing) {
        Path database = settings.data().resolve(DATABASE);
        if (!areIn(settings.data())) {
            return ofFiles(settings, remarks);
        }
        SqliteUsageStore store = SqliteUsageStore.openReadOnly(database);
        if (store.older()) {
            remarks.println("groqmeter: " + OLDER);
        }
        if (BooksCopy.needed(settings.data(), store)) {
            store.close();
            return BooksCopy.toRead(settings.data());
        }
        if (EarlierSpool.waits(settings.data())) {
            missing.add("calls of an earlier version wait in "
                    + settings.data().resolve(EarlierSpool.NAME)
                    + ", not counted here; the gateway's next start takes them into the books");
        }
        new JournalCatchUp(settings.data(), store).bringIn().ifPresent(missing::add);
        missing.forEach(each -> remarks.println("groqmeter: " + each));
        if (settings.chosen(Setting.ZONE) && !sameZone(store.calendar().zone(), settings.zone())) {
            remarks.println("groqmeter: the days of these books are in "
                    + store.calendar().zone() + "; " + settings.zone() + " applies from the gateway's next start");
        }
        return JournalSnapshot.beside(store, settings.data(), InstallationSecret.owner(settings.data()));
    }

    /**
     * The first tool's files, read into memory; they are small beside a database, or should become one. With what a gateway of an
     * earlier version, which kept its books in them, had settled and not written yet.
     */
    public static UsageStore ofFiles(Settings settings, PrintWriter remarks) {
        UsageStore store = new InMemoryUsageStore(new UsageCalendar(settings.zone()));
        List<UsageRecord> settled = JournalSnapshot.of(settings.data(), InstallationSecret.owner(settings.data()))
                .records();
        List<ImportReport> reports = new SeedImport(store).folder(settings.data());
        if (reports.isEmpty()) {
            remarks.println("groqmeter: no books in " + settings.data() + " yet");
        }
        for (ImportReport report : reports) {
            report.refusals().forEach(refusal -> remarks.println("groqmeter: " + report.file() + ": " + refusal));
        }
        store.append(UsageBatch.of(settled));
        return store;
    }

    /** The calendar of a folder's books: that of the zone somebody chose, else the one the books have, else the system's. */
    public static UsageCalendar calendar(Settings settings) {
        return settings.chosen(Setting.ZONE) ? new UsageCalendar(settings.zone()) : calendarInUse(settings);
    }

    /** The calendar a folder's books have, whatever was chosen: a running gateway would not follow another. */
    public static UsageCalendar calendarInUse(Settings settings) {
        Path database = settings.data().resolve(DATABASE);
        if (!areIn(settings.data())) {
            return new UsageCalendar(settings.zone());
        }
        try (UsageStore store = SqliteUsageStore.openReadOnly(database)) {
            return store.calendar();
        }
    }

    private static boolean sameZone(ZoneId one, ZoneId other) {
        return one.getRules().equals(other.getRules());
    }
}
