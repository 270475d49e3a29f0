package io.groqmeter.store.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageStoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    private final Path path;

    LogFileTest(@TempDir Path folder) {
        path = folder.resolve("usage_log.json");
    }

    @Test
    void a_new_log_is_an_empty_array() throws IOException {
        open(new ArrayList<>()).log().close();

        assertThat(path).hasContent("[]");
    }

    @Test
    void a_log_of_entries_looks_as_python_writes_it() throws IOException {
        try (LogFile log = open(new ArrayList<>()).log()) {
            log.append(List.of(entry(1)));
            log.append(List.of(entry(2)));
        }

        assertThat(path).hasContent("[\n  {\n    \"n\": 1\n  },\n  {\n    \"n\": 2\n  }\n]");
    }

    @Test
    void it_is_valid_json_after_every_append_and_grows_behind_entries_of_any_layout() throws IOException {
        for (String text : List.of(
                "",
                " \n",
                "[]",
                "[ ]\n",
                "[{\"n\": 0}]",
                "[\r\n\t{\r\n\t\t\"n\": 0}\r\n]\r\n",
                "\uFEFF[{\"n\": 0, \"ñ\": \"去\uD83D\uDE80\"}   \n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n]")) {
            Files.writeString(path, text);
            int before = text.contains("{") ? 1 : 0;
            try (LogFile log = open(new ArrayList<>()).log()) {
                for (int number = 1; number <= 3; number++) {
                    log.append(List.of(entry(number)));
                    assertThat(numbers()).as("after %s", text).hasSize(before + number);
                }
            }
            assertThat(numbers()).endsWith(1, 2, 3);
        }
    }

    @Test
    void an_append_killed_at_any_byte_loses_nothing_but_the_unfinished_entry() throws IOException {
        for (String first : List.of("[]", "[\n  {\n    \"n\": 0\n  }\n]", "[{\"n\": 0}    \n  ]\n")) {
            for (List<String> batch : List.of(List.of(entry(1)), List.of(entry(1), entry(2), entry(3)))) {
                killAtEveryByte(first, batch);
            }
        }
    }

    private void killAtEveryByte(String first, List<String> batch) throws IOException {
        byte[] before = first.getBytes(StandardCharsets.UTF_8);
        List<Integer> old = first.contains("{") ? List.of(0) : List.of();
        Files.write(path, before);
        long at;
        try (LogFile log = open(new ArrayList<>()).log()) {
            at = log.end();
            log.append(batch);
        }
        byte[] after = Files.readAllBytes(path);
        for (int written = 0; written <= after.length - at; written++) {
            byte[] killed = Arrays.copyOf(before, Math.max(before.length, (int) at + written));
            System.arraycopy(after, (int) at, killed, (int) at, written);
            Files.write(path, killed);

            List<Integer> read = new ArrayList<>();
            LogFile.Opened opened = open(read);
            assertThat(numbers()).as("%d bytes of %s", written, batch).isEqualTo(read);
            List<Integer> whole = new ArrayList<>(old);
            for (int number = 1; number <= wholeEntries(after, (int) at, written); number++) {
                whole.add(number);
            }
            assertThat(read).isEqualTo(whole);
            opened.log().append(List.of(entry(9)));
            opened.log().close();
            assertThat(numbers()).endsWith(9).hasSize(read.size() + 1);
        }
    }

    /** How many closing braces of entries were written. */
    private static int wholeEntries(byte[] file, int from, int written) {
        String text = new String(file, from, written, StandardCharsets.UTF_8);
        return text.split("\n  }", -1).length - 1;
    }

    @Test
    void zeros_that_a_loss_of_power_left_are_cut_off() throws IOException {
        Files.writeString(path, "[\n  {\n    \"n\": 0\n  },\n  {\n    \"n\"" + "\0".repeat(9_000));

        LogFile.Opened opened = open(new ArrayList<>());
        opened.log().close();

        assertThat(opened.mended()).get().asString().contains("cut off");
        assertThat(path).hasContent("[\n  {\n    \"n\": 0\n  }\n]");
    }

    @Test
    void a_null_or_a_character_cut_in_two_at_the_end_is_cut_off() throws IOException {
        String whole = "[\n  {\n    \"n\": 0\n  }";
        for (String torn : List.of(
                ",\n  {\n    \"a\": nul",
                ",\n  {\n    \"a\": tr",
                ",\n  {\n    \"a\": 1",
                ",\n  {\n    \"a\": -",
                ",\n  {\n    \"a\": 0.",
                ",\n  {\n    \"a\": 1e-",
                ",\n  {\n    \"a\": \"\\u00")) {
            Files.writeString(path, whole + torn);
            open(new ArrayList<>()).log().close();
            assertThat(path).as(torn).hasContent(whole + "\n]");
        }
        byte[] rocket = (whole + ",\n  {\n    \"\uD83D\uDE80").getBytes(StandardCharsets.UTF_8);
        for (int bytes = 1; bytes <= 3; bytes++) {
            Files.write(path, Arrays.copyOf(rocket, rocket.length - bytes));
            open(new ArrayList<>()).log().close();
            assertThat(path).hasContent(whole + "\n]");
        }
    }

    @Test
    void damage_in_the_middle_is_refused_with_its_line_and_left_alone() throws IOException {
        String rest = ",\n  {\n    \"n\": 2\n  }\n]";
        for (String damaged : List.of(
                "[\n  {\n    \"n\": 1,\n  }" + rest,
                "[\n  {\n    \"n: 1\n  }" + rest,
                "[\n  {\n    \"n\": 1\n  " + rest,
                "[\n  {\n    \"n\" 1\n  }" + rest,
                "[\n  {\n    \"n\": one\n  }" + rest,
                "[\n  {\n    \"n\": 1\n  }\n]\n[\n  {\n    \"n\": 1\n  }" + rest,
                "{\n  \"n\": 1\n}",
                "<html>",
                "[\n  {\n    \"n\": 1,\n  }\n]")) {
            Files.writeString(path, damaged);
            assertThatThrownBy(() -> open(new ArrayList<>()))
                    .as(damaged)
                    .isInstanceOf(UsageStoreException.class)
                    .hasMessageContaining("line ")
                    .hasMessageContaining(path.toString());
            assertThat(path).hasContent(damaged);
        }
    }

    @Test
    void utf_16_is_refused() throws IOException {
        Files.write(path, "[{\"n\": 1}]".getBytes(StandardCharsets.UTF_16));

        assertThatThrownBy(() -> open(new ArrayList<>()))
                .isInstanceOf(UsageStoreException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void appending_to_a_large_log_writes_only_behind_its_last_entry() throws IOException {
        int many = 200_000;
        StringBuilder text = new StringBuilder("[");
        for (int number = 0; number < many; number++) {
            text.append(number == 0 ? "\n" : ",\n").append(entry(number));
        }
        Files.writeString(path, text.append("\n]"));
        long length = Files.size(path);

        try (Accounting file = new Accounting(path);
                LogFile log =
                        LogFile.open(path, file, Durability.PROCESS, each -> {}).log()) {
            file.writes.clear();
            for (int number = 0; number < 10; number++) {
                log.append(List.of(entry(number)));
            }
            assertThat(file.writes).hasSize(10);
            assertThat(file.writes.get(0)).isEqualTo(new Write(length - 2, entry(0).length() + 4));
            assertThat(file.writes).allSatisfy(write -> {
                assertThat(write.at()).isGreaterThanOrEqualTo(length - 2);
                assertThat(write.bytes()).isLessThan(100);
            });
            assertThat(file.reads).isZero();
        }
        assertThat(numbers()).hasSize(many + 10);
    }

    @Test
    void a_full_disk_changes_nothing_and_the_next_append_goes_on() throws IOException {
        Files.writeString(path, "[\n  {\n    \"n\": 0\n  }\n]");
        try (Accounting file = new Accounting(path);
                LogFile log =
                        LogFile.open(path, file, Durability.PROCESS, each -> {}).log()) {
            for (int room = 0; room < 30; room++) {
                file.room = room;
                file.fullFor = 1;
                assertThatThrownBy(() -> log.append(List.of(entry(1)))).isInstanceOf(IOException.class);
                assertThat(path).hasContent("[\n  {\n    \"n\": 0\n  }\n]");
            }
            file.room = 5;
            file.fullFor = 2; // not even the end can be put back
            assertThatThrownBy(() -> log.append(List.of(entry(1)))).isInstanceOf(IOException.class);

            log.append(List.of(entry(2)));
        }
        assertThat(numbers()).containsExactly(0, 2);
    }

    private LogFile.Opened open(List<Integer> read) throws IOException {
        return LogFile.open(path, new RandomAccessFile(path.toFile(), "rw"), Durability.PROCESS, each -> {
            Map<String, Object> keys = Objects.requireNonNull(each.keys());
            read.add(((BigDecimal) Objects.requireNonNull(keys.get("n"))).intValueExact());
        });
    }

    /** The numbers in the file, read by a parser that knows nothing of logs. */
    private List<Integer> numbers() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(path.toFile())) {
            while (json.nextToken() != null) {
                if (json.currentToken().isNumeric()) {
                    numbers.add(json.getIntValue());
                }
            }
        }
        return numbers;
    }

    private static String entry(int number) {
        return "  {\n    \"n\": " + number + "\n  }";
    }

    private record Write(long at, int bytes) {}

    /** A file that keeps account of what is done to it and can be full. */
    private static final class Accounting extends RandomAccessFile {
        private final List<Write> writes = new ArrayList<>();
        private long reads;
        private int fullFor;
        private int room;

        Accounting(Path path) throws IOException {
            super(path.toFile(), "rw");
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            writes.add(new Write(getFilePointer(), bytes.length));
            if (fullFor > 0) {
                fullFor--;
                super.write(bytes, 0, Math.min(room, bytes.length));
                throw new IOException("No space left on device");
            }
            super.write(bytes);
        }

        @Override
        public int read() throws IOException {
            reads++;
            return super.read();
        }
    }
}
