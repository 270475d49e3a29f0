package io.groqmeter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.store.Durability;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk that is full or breaks does to the journal. */
class FailingDiskTest {

    private final Path folder;
    private final Path file;

    FailingDiskTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve(JournalFile.NAME);
    }

    private static void put(SlotFile slots, long order) throws IOException {
        slots.put(
                new CallContent(order, CallingProcess.record(order), null).bytes(SlotFile.content(SlotFile.LONGEST)),
                order);
    }

    @Test
    void a_full_disk_is_asked_for_space_once_a_second_and_the_reserve_is_used_meanwhile() throws IOException {
        FailingDisk disk = new FailingDisk(file);
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // wherever the clock begins
        SlotFile slots = SlotFile.create(disk, "mine", 64, now::get);
        disk.full = 65;
        disk.events.clear();

        for (long n = 1; n <= 10; n++) {
            put(slots, n);
        }
        assertThat(disk.events).hasSize(11).containsOnlyOnce("slot 65");

        now.addAndGet(SlotSpace.GROWTH_PAUSE);
        put(slots, 11);
        put(slots, 12);
        assertThat(disk.events.stream().filter("slot 65"::equals)).hasSize(2);

        for (long n = 13; n <= 64; n++) {
            put(slots, n);
        }
        assertThatThrownBy(() -> put(slots, 65)).hasMessage("No space left on device");
        disk.full = Long.MAX_VALUE;
        now.addAndGet(SlotSpace.GROWTH_PAUSE);
        put(slots, 65);
    }

    /** A file of 600 records, the first of them in slot 1. */
    private void records() throws IOException {
        try (SlotFile slots = SlotFile.create(file, "mine", 0)) {
            for (long n = 1; n <= 600; n++) {
                put(slots, n);
            }
        }
    }

    @Test
    void slots_that_the_disk_does_not_give_are_counted_as_damage_and_the_others_are_read() throws IOException {
        records();
        FailingDisk disk = new FailingDisk(file);
        disk.unreadable.addAll(List.of(300L, 301L));
        List<Long> read = new ArrayList<>();

        SlotReading reading = SlotReading.of(
                disk,
                false,
                (place, content) -> read.add(CallContent.read(content).order()));

        assertThat(read).hasSize(598).doesNotContain(300L, 301L);
        assertThat(reading.unreadable()).isEqualTo(2);
        assertThat(reading.blank().stream().boxed()).contains(300, 301);
    }

    @Test
    void where_the_disk_does_not_give_the_first_slot_the_others_are_read() throws IOException {
        records();
        FailingDisk disk = new FailingDisk(file);
        disk.unreadable.add(0L);
        List<Place> read = new ArrayList<>();

        SlotReading reading = SlotReading.of(disk, false, (place, content) -> read.add(place));

        assertThat(reading.state()).isEqualTo(SlotReading.State.HEADLESS);
        assertThat(read).hasSize(600);
    }

    @Test
    void what_the_disk_gives_is_kept_aside_with_zeros_in_place_of_the_rest() throws IOException {
        records();
        FailingDisk disk = new FailingDisk(file);
        disk.unreadable.add(5L);
        byte[] expected = Files.readAllBytes(file);
        java.util.Arrays.fill(expected, 4 * SlotFile.SLOT, 8 * SlotFile.SLOT, (byte) 0);
        Path aside = folder.resolve("aside");
        try (FileChannel out = FileChannel.open(aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            JournalFile.copy(disk, out);
        }
        assertThat(aside).hasBinaryContent(expected);
    }

    @Test
    void a_slot_that_cannot_be_cleared_is_not_used_and_the_others_are() throws IOException {
        records();
        FailingDisk disk = new FailingDisk(file);
        disk.unwritable.add(1L);
        BitSet blank = new BitSet();
        blank.set(1, 3);
        BitSet used = new BitSet();
        used.set(3, 601);

        SlotFile slots = SlotFile.adopt(disk, "mine", 0, used, blank);

        assertThat(slots.space().take()).isEqualTo(2);
    }

    @Test
    void under_power_what_is_newer_is_flushed_before_what_it_replaces_is_cleared() throws IOException {
        try (SlotFile slots = SlotFile.create(file, "mine", 0)) {
            slots.put(
                    new CallContent(1, null, CallingProcess.call(1, "m")).bytes(SlotFile.content(SlotFile.LONGEST)), 1);
            put(slots, 2); // another call
            slots.put(new CallContent(3, CallingProcess.record(1), null).bytes(SlotFile.content(SlotFile.LONGEST)), 3);
        }
        JournalFile journal = new JournalFile(folder);
        JournalContents contents = new JournalContents(journal);
        SlotReading found = journal.read(JournalOwner.anybody(), contents::add);
        FailingDisk disk = new FailingDisk(file);

        TakenOver.adopt(disk, "mine", 0, contents, contents.inFlight(), found.blank(), true);

        assertThat(disk.events).startsWith("flush").contains("slot 1");
        assertThat(JournalReading.of(folder).open()).isEmpty();
    }

    @Test
    void a_flush_is_good_also_when_the_file_cannot_say_how_long_it_is() throws IOException {
        FailingDisk disk = new FailingDisk(file);
        SlotFile slots = SlotFile.create(disk, "mine", 0, System::nanoTime);
        disk.unwritable.add(0L);
        JournalOwner owner = JournalOwner.anybody();
        CallJournal journal = new CallJournal(
                new JournalFile(folder), owner, Durability.POWER, new TakenOver(slots, 0, List.of(), List.of()));
        journal.open(CallingProcess.call(1, "m"));
        journal.settle(CallingProcess.record(1), Optional.empty());

        assertThat(journal.flushed()).succeedsWithin(java.time.Duration.ofSeconds(20));

        assertThat(JournalReading.of(folder).open()).isEmpty();
        assertThat(JournalReading.of(folder).settled()).containsExactly(CallingProcess.record(1));
    }
}
