package io.groqmeter.pricing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shipped prices overridden by a folder's {@code prices.json}, as that file is now.
 *
 * <p>Reading the list checks the file, at most once a second; no reader waits for another. A file that cannot
 * be used is refused whole, with an error in the log, and the last good list stays; a removed file leaves the shipped list.
 * Thread-safe.
 */
public final class LivePrices implements Supplier<PriceList> {

    /** The file's name in the data folder. */
    public static final String FILE = "prices.json";

    private static final Logger LOG = LoggerFactory.getLogger(LivePrices.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long LARGEST = 4 << 20;

    /** The resolution of file times: a file edited within it may keep its time of change. */
    private static final Duration CLOCK_GRAIN = Duration.ofSeconds(3);

    private final Path file;
    private final PriceList shipped;
    private final InstantSource clock;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Instant lookedAt;
    private volatile PriceList list;
    private volatile @Nullable String problem;
    private @Nullable Seen seen;

    /** The file as last read. */
    private record Seen(byte[] bytes, BasicFileAttributes attributes, Instant at) {

        /** Whether a file with those attributes is this one for certain. */
        boolean still(BasicFileAttributes found) {
            Instant modified = attributes.lastModifiedTime().toInstant();
            return attributes.size() == found.size()
                    && attributes.lastModifiedTime().equals(found.lastModifiedTime())
                    && Objects.equals(attributes.fileKey(), found.fileKey())
                    && modified.plus(CLOCK_GRAIN).isBefore(at);
        }
    }

    /** The prices of that folder, read now. */
    public LivePrices(Path folder, InstantSource clock) {
        this(folder, UnknownPrice.DEFAULT, clock);
    }

    /**
     * The prices of that folder, read now.
     *
     * @param unknown which price is used for a model that has none
     */
    public LivePrices(Path folder, UnknownPrice unknown, InstantSource clock) {
        this(folder, PriceList.shipped().withUnknownPrice(unknown), clock);
    }

    LivePrices(Path folder, PriceList shipped, InstantSource clock) {
        this.file = folder.resolve(FILE);
        this.shipped = shipped;
        this.list = shipped;
        this.clock = clock;
        this.lookedAt = clock.instant();
        look(lookedAt);
    }

    /** The prices in force; at most one second behind the file. */
    @Override
    public PriceList get() {
        Instant now = clock.instant();
        boolean due = Duration.between(lookedAt, now).abs().compareTo(PATIENCE) >= 0;
        if (due && looking.tryLock()) {
            try {
                lookedAt = now;
                look(now);
            } finally {
                looking.unlock();
            }
        }
        return list;
    }

    /** Why the file as it is now is not used; empty when it is, or when there is none. */
    public Optional<String> problem() {
        get();
        return Optional.ofNullable(problem);
    }

    private void look(Instant now) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            if (seen != null && seen.still(found)) {
                return;
            }
            if (found.size() > LARGEST) {
                seen = null;
                refuse(file + " is larger than 4 MiB, which no price list is. Remove what does not belong there.");
                return;
            }
            byte[] bytes = Files.readAllBytes(file);
            boolean same = seen != null && Arrays.equals(seen.bytes(), bytes);
            seen = new Seen(bytes, found, now);
            if (!same) {
                read(bytes);
            }
        } catch (NoSuchFileException e) {
            if (seen != null || problem != null) {
                LOG.info("{} is gone: the shipped prices are in force", file);
            }
            seen = null;
            problem = null;
            list = shipped;
        } catch (IOException e) {
            seen = null;
            refuse(file + " cannot be read: " + e + ". Make it a file this process may read.");
        }
    }

    private void read(byte[] bytes) {
        try {
            PriceList owners = new PriceFile(file.toString(), bytes).read(shipped);
            list = shipped.overriddenBy(owners);
            problem = null;
            LOG.info(
                    "{}: {} prices and {} aliases of your own are in force",
                    file,
                    owners.rows().size(),
                    owners.aliases().size());
        } catch (PriceFileException e) {
            refuse(e.getMessage());
        }
    }

    private void refuse(@Nullable String reason) {
        if (!String.valueOf(reason).equals(problem)) {
            problem = reason;
            LOG.error("{} The prices from before stay in force.", reason);
        }
    }
}
