package io.groqmeter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.UsageQueue;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.journal.JournalDamage.Kind;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever takes a dead process's journal over finds what is wrong with it, keeps that aside, and takes in the rest. */
class JournalDamageTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-12-01T10:20:30Z"));

    private final Path folder;
    private final Path file;
    private final UsageStore books = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
    private final List<JournalDamage> told = new ArrayList<>();

    JournalDamageTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve(JournalFile.NAME);
    }

    /** Four records, as a killed process leaves them. */
    private void killed() {
        CallJournal journal = JournalFixture.open(folder);
        for (int n = 0; n < 4; n++) {
            journal.open(CallingProcess.call(n, "m"));
            journal.settle(CallingProcess.record(n), Optional.empty());
        }
    }

    private void nextStart() {
        nextStart(true);
    }

    private void nextStart(boolean expected) {
        CallJournal journal = CallJournal.open(folder, owner(expected), Durability.PROCESS, 0, "says the test");
        UsageQueue queue = new UsageQueue(books, journal, List.of());
        queue.close();
        journal.close();
    }

    private JournalOwner owner(boolean expected) {
        return new JournalOwner("mine", Set.of("mine", "before"), expected, CLOCK, told::add);
    }

    private long inTheBooks() {
        return books.after(0, 100).size();
    }

    private void damage(Damaging damaging) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            damaging.damage(bytes);
        }
    }

    private interface Damaging {
        void damage(RandomAccessFile file) throws IOException;
    }

    private static Damaging flipped(int at) {
        return file -> {
            file.seek(at);
            int was = file.read();
            file.seek(at);
            file.write(was ^ 4);
        };
    }

    private void isTold(Kind kind, int lost, int slots) {
        assertThat(told).hasSize(1);
        assertThat(told.get(0).kind()).isEqualTo(kind);
        assertThat(told.get(0).lost()).isEqualTo(lost);
        assertThat(told.get(0).slots()).isEqualTo(slots);
    }

    @Test
    void a_sound_one_is_taken_in_without_a_word() {
        killed();
        nextStart();
        assertThat(told).isEmpty();
        assertThat(inTheBooks()).isEqualTo(4);
    }

    @Test
    void one_flipped_byte_costs_one_call_and_is_told_and_the_file_is_kept_for_its_owner() throws IOException {
        killed();
        damage(flipped(2 * SlotFile.SLOT + 100));
        byte[] damaged = Files.readAllBytes(file);
        nextStart();
        isTold(Kind.DAMAGED, 1, 64);
        assertThat(inTheBooks()).isEqualTo(3);
        Path aside = folder.resolve("calls.journal.damaged-20261201T102030Z");
        assertThat(told.get(0).aside()).contains(aside);
        assertThat(aside).hasBinaryContent(damaged);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(aside)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_flip_anywhere_in_what_slots_and_the_first_one_say_is_told() throws IOException {
        killed();
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(16);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = sound.clone();
            int at = random.nextInt(5) * SlotFile.SLOT + random.nextInt(60);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            boolean blank =
                    (at >= 18 && at < 32) || (at >= 52 && at < SlotFile.SLOT); // beside what the first slot says
            assertThat(JournalDamage.in(folder, new JournalOwner("", Set.of("mine"), true, CLOCK, told::add)))
                    .as("byte %s", at)
                    .matches(found -> blank || found.isPresent());
        }
    }

    @Test
    void a_flip_in_the_first_slot_costs_no_call() throws IOException {
        killed();
        damage(flipped(3));
        nextStart();
        isTold(Kind.DAMAGED, 0, 64);
        assertThat(inTheBooks()).isEqualTo(4);
    }

    @Test
    void a_slot_overwritten_with_zeros_is_told() throws IOException {
        killed();
        damage(bytes -> {
            bytes.seek(3 * SlotFile.SLOT);
            bytes.write(new byte[SlotFile.SLOT]);
        });
        nextStart();
        isTold(Kind.DAMAGED, 1, 64);
        assertThat(inTheBooks()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {4 * SlotFile.SLOT, 3 * SlotFile.SLOT, SlotFile.SLOT, 500})
    void a_cut_at_a_slots_border_is_told_with_what_is_missing(int length) throws IOException {
        killed();
        damage(bytes -> bytes.setLength(length));
        nextStart();
        int left = Math.max(0, length / SlotFile.SLOT - 1);
        isTold(Kind.DAMAGED, 64 - left, 64);
        assertThat(inTheBooks()).isEqualTo(left);
    }

    @Test
    void a_cut_in_a_slot_is_told() throws IOException {
        killed();
        damage(bytes -> bytes.setLength(4 * SlotFile.SLOT + 40));
        nextStart();
        isTold(Kind.DAMAGED, 61, 64);
        assertThat(inTheBooks()).isEqualTo(3);
    }

    @Test
    void one_without_a_byte_and_one_that_is_gone_are_told_where_a_process_was_killed() throws IOException {
        killed();
        damage(bytes -> bytes.setLength(0));
        nextStart();
        isTold(Kind.EMPTIED, 0, 0);
        told.clear();

        Files.deleteIfExists(file);
        nextStart();
        isTold(Kind.GONE, 0, 0);
    }

    @Test
    void none_and_an_empty_one_are_nothing_to_tell_where_nothing_was_killed() throws IOException {
        nextStart(false);
        Files.write(file, new byte[0]);
        nextStart(false);
        assertThat(told).isEmpty();
    }

    @Test
    void something_else_under_its_name_is_kept_aside_and_nothing_of_it_is_taken_in() throws IOException {
        Files.writeString(file, "groqmeter calls 9\n" + "x".repeat(2_000));
        nextStart(false);
        isTold(Kind.STRANGE, 0, 0);
        assertThat(told.get(0).aside().orElseThrow()).content().startsWith("groqmeter calls 9");
        assertThat(inTheBooks()).isZero();
    }

    @Test
    void another_installations_is_kept_aside_and_nothing_of_it_is_taken_in() {
        CallJournal journal = JournalFixture.open(folder, "theirs", 0);
        journal.settle(CallingProcess.record(1), Optional.empty());
        nextStart(false);
        isTold(Kind.FOREIGN, 0, 64);
        assertThat(inTheBooks()).isZero();
        assertThat(told.get(0).aside()).isPresent();
    }

    @Test
    void who_only_reads_sees_nothing_of_another_installations() {
        JournalFixture.open(folder, "theirs", 0).settle(CallingProcess.record(1), Optional.empty());
        assertThat(JournalSnapshot.of(folder, JournalOwner.knowing(Set.of("mine")))
                        .late(books))
                .isZero();
        assertThat(JournalSnapshot.of(folder, JournalOwner.anybody()).late(books))
                .isEqualTo(1);
    }

    @Test
    void what_was_damaged_is_told_once() throws IOException {
        killed();
        damage(flipped(2 * SlotFile.SLOT + 100));
        CallJournal.open(folder, owner(true), Durability.PROCESS, 0, "says the test");
        told.clear();
        CallJournal.open(folder, owner(true), Durability.PROCESS, 0, "says the test");
        assertThat(told).isEmpty();
    }

    @Test
    void one_written_under_the_secret_before_is_ours() {
        JournalFixture.open(folder, "before", 0).settle(CallingProcess.record(1), Optional.empty());
        nextStart();
        assertThat(told).isEmpty();
        assertThat(inTheBooks()).isEqualTo(1);
    }

    @Test
    void one_of_the_form_without_a_mark_is_taken_in() throws IOException {
        killed();
        byte[] plain = Files.readAllBytes(file);
        byte[] kind = "groqmeter calls 1\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(kind, 0, plain, 0, kind.length);
        Arrays.fill(plain, kind.length, SlotFile.SLOT, (byte) 0);
        Arrays.fill(plain, 2 * SlotFile.SLOT, 2 * SlotFile.SLOT + 8, (byte) 0);
        Files.write(file, plain);
        nextStart(false);
        assertThat(told).isEmpty();
        assertThat(inTheBooks()).isEqualTo(3);
    }

    @Test
    void two_in_the_same_second_are_both_kept() throws IOException {
        Files.writeString(file, "one");
        nextStart(false);
        Files.deleteIfExists(file);
        Files.writeString(file, "two");
        nextStart(false);
        assertThat(told)
                .extracting(JournalDamage::aside)
                .extracting(Optional::orElseThrow)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void slots_that_were_cleared_are_nothing_to_tell() {
        CallJournal journal = JournalFixture.open(folder);
        for (int n = 0; n < 4; n++) {
            journal.open(CallingProcess.call(n, "m"));
        }
        for (int n = 0; n < 4; n++) {
            journal.forget("call-" + n);
        }
        nextStart();
        assertThat(told).isEmpty();
        assertThat(inTheBooks()).isZero();
    }
}
