package io.groqmeter.cli.books;

import io.groqmeter.store.file.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A backup: a zip file with {@link BackupContents} and the files it names, which only its owner may read. */
public final class BackupFile {

    /** What stands in a data folder beside the books. */
    public static final List<String> BESIDE_BOOKS =
            List.of("groqmeter.secret", "prices.json", "alerts.json", "budgets.json", "batch_inputs.tsv");

    /** Where the books are a database, the first tool's files are its mirror, or were taken over. */
    private static final List<String> BOOKS = List.of(
            "calls.refused",
            "usage_spool.refused",
            "policies.json",
            "open_calls.jsonl",
            "daily_stats.json",
            "usage_log.json",
            Books.DATABASE);

    /** What a data folder's files in a backup are called, the database last; no other name is taken out of one. */
    public static final List<String> NAMES =
            Stream.concat(BESIDE_BOOKS.stream(), BOOKS.stream()).toList();

    private final Path path;

    public BackupFile(Path path) {
        this.path = path;
    }

    /** Writes it, and waits until the disk has it. */
    public void write(BackupContents contents, Path folder) throws IOException {
        try (FileChannel file = OwnerOnly.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(file))) {
            zip.setLevel(Deflater.BEST_SPEED);
            zip.putNextEntry(new ZipEntry(BackupContents.NAME));
            zip.write(contents.text().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
            for (String name : contents.hashes().keySet()) {
                zip.putNextEntry(new ZipEntry(name));
                Files.copy(folder.resolve(name), zip);
                zip.closeEntry();
            }
            zip.finish();
            file.force(true);
        }
    }

    /** What it says of itself. */
    public BackupContents contents() throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            return contents(zip);
        }
    }

    private static BackupContents contents(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(BackupContents.NAME);
        if (entry == null) {
            throw new IOException("it is a zip file, but not a backup of groqmeter");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return BackupContents.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /**
     * Reads all of it and compares it with what it says of itself.
     *
     * @throws IOException when it is damaged
     */
    public void verify() throws IOException {
        read((name, in) -> in.transferTo(OutputStream.nullOutputStream()));
    }

    /**
     * Takes its files out into a folder, each readable by its owner only.
     *
     * @throws IOException when it is damaged
     */
    public void extract(Path folder) throws IOException {
        read((name, in) -> {
            try (FileChannel file =
                    OwnerOnly.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                in.transferTo(Channels.newOutputStream(file));
            }
        });
    }

    private interface EachFile {
        void take(String name, InputStream in) throws IOException;
    }

    private void read(EachFile each) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            BackupContents contents = contents(zip);
            requireKnown(zip, contents);
            for (String name : contents.hashes().keySet()) {
                MessageDigest sha = sha256();
                try (InputStream in = new DigestInputStream(zip.getInputStream(zip.getEntry(name)), sha)) {
                    each.take(name, in);
                }
                if (!HexFormat.of()
                        .formatHex(sha.digest())
                        .equals(contents.hashes().get(name))) {
                    throw new IOException(name + " in it is damaged");
                }
            }
        }
    }

    private static void requireKnown(ZipFile zip, BackupContents contents) throws IOException {
        for (String name : contents.hashes().keySet()) {
            if (!NAMES.contains(name) || zip.getEntry(name) == null) {
                throw new IOException(
                        "it should contain a file " + name + ", but it is missing or unknown to this groqmeter");
            }
        }
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            String name = all.nextElement().getName();
            if (!name.equals(BackupContents.NAME) && !contents.hashes().containsKey(name)) {
                throw new IOException("it contains a file " + name + " that it does not list");
            }
        }
    }

    public static String sha256(Path file) throws IOException {
        MessageDigest sha = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
