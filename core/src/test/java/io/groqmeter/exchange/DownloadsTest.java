package io.groqmeter.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.groq.BatchLine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A batch's output that comes in pieces. */
class DownloadsTest {

    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
    private static final Downloads.File FILE = new Downloads.File("files/file_1/content", "key-a");
    private static final byte[] OUTPUT = output(8);

    private static byte[] output(int lines) {
        return IntStream.range(0, lines)
                .mapToObj(i -> "{\"id\":\"b" + i + "\",\"custom_id\":\"c" + i + "\",\"response\":{\"status_code\":200,"
                        + "\"request_id\":\"req_" + i + "\",\"body\":{\"model\":\"m\",\"choices\":[{\"message\":"
                        + "{\"content\":\"{\\\"id\\\": " + "x".repeat(i * 7) + "\"}}],\"usage\":{\"prompt_tokens\":5,"
                        + "\"completion_tokens\":2,\"total_tokens\":7}}},\"error\":null}\n")
                .collect(Collectors.joining())
                .getBytes(UTF_8);
    }

    private static Download pass(Downloads downloads, Downloads.File file, int from, int to, Instant at) {
        Download piece = downloads.begin(file, new ContentRange(from, OptionalLong.of(OUTPUT.length)), at);
        for (int i = from; i < to; i += 50) {
            piece.read(ByteBuffer.wrap(OUTPUT, i, Math.min(50, to - i)));
        }
        return piece;
    }

    private static Set<String> booked(Downloads downloads, Downloads.File file, int from, int to) {
        return ids(downloads.end(file, pass(downloads, file, from, to, NOW), NOW));
    }

    private static Set<String> ids(List<BatchLine> lines) {
        return lines.stream().map(BatchLine::requestId).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void wherever_it_is_cut_and_resumed_every_line_is_booked() {
        for (int cut = 0; cut <= OUTPUT.length; cut++) {
            Downloads downloads = new Downloads();
            Set<String> lines = booked(downloads, FILE, 0, cut);
            lines.addAll(booked(downloads, FILE, cut, OUTPUT.length));
            assertThat(lines).as("cut at %d", cut).hasSize(8);
        }
    }

    @Test
    void ranges_in_any_order_that_overlap_are_put_together() {
        Random random = new Random(11);
        for (int run = 0; run < 300; run++) {
            Downloads downloads = new Downloads();
            List<int[]> ranges = new ArrayList<>();
            for (int from = 0; from < OUTPUT.length; ) {
                int to = Math.min(OUTPUT.length, from + 1 + random.nextInt(run % 2 == 0 ? 40 : 900));
                ranges.add(new int[] {Math.max(0, from - random.nextInt(60)), to});
                from = to;
            }
            Collections.shuffle(ranges, random);
            Set<String> lines = new TreeSet<>();
            for (int[] range : ranges) {
                lines.addAll(booked(downloads, FILE, range[0], range[1]));
            }
            assertThat(lines).as("run %d", run).hasSize(8);
        }
    }

    @Test
    void ranges_that_pass_at_the_same_time_are_put_together() {
        Downloads downloads = new Downloads();
        Download first = pass(downloads, FILE, 0, 700, NOW);
        Download second = pass(downloads, FILE, 700, OUTPUT.length, NOW);
        Set<String> lines = ids(downloads.end(FILE, second, NOW));
        lines.addAll(ids(downloads.end(FILE, first, NOW)));
        assertThat(lines).hasSize(8);
    }

    @Test
    void the_bytes_of_two_callers_or_of_long_ago_are_not_put_together() {
        Downloads downloads = new Downloads();
        Set<String> lines = booked(downloads, FILE, 0, 700);
        lines.addAll(booked(downloads, new Downloads.File(FILE.path(), "key-b"), 700, OUTPUT.length));
        assertThat(lines).hasSize(7);

        Instant later = NOW.plus(Duration.ofHours(2));
        Download rest = pass(downloads, FILE, 700, OUTPUT.length, later);
        assertThat(ids(downloads.end(FILE, rest, later))).hasSizeLessThan(8 - 1);
    }

    @Test
    void a_range_that_begins_with_a_line_has_that_line() {
        int second = new String(OUTPUT, UTF_8).indexOf('\n') + 1;
        assertThat(booked(new Downloads(), FILE, second, OUTPUT.length)).hasSize(7);
    }

    @Test
    void odd_ranges_are_no_ranges() {
        for (String odd :
                List.of("", "bytes", "bytes 5-4/9", "bytes 0-9/9", "items 0-1/2", "bytes */9", "bytes -1-2/3")) {
            assertThat(ContentRange.of(odd)).as(odd).isEmpty();
        }
        assertThat(ContentRange.of("Bytes 5-8/*")).hasValue(new ContentRange(5, OptionalLong.empty()));
    }
}
