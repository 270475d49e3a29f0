package io.groqmeter.bench.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.bench.side.Results;
import io.groqmeter.bench.side.Turn;
import io.groqmeter.bench.side.TurnSeries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksPageTest {

    @TempDir
    Path folder;

    @Test
    void a_goal_is_held_or_missed_by_the_medians_of_one_run() throws Exception {
        keep(series("nginx", turn(10, ""), turn(12, ""), turn(11, "")), series("sqlite", turn(33, ""), turn(30, "")));

        String page = new BenchmarksPage(folder).text();

        assertThat(page).contains("| CPU of a JSON call, × nginx | ≤ 2.50 | 2.86 | **missed by 15 %** |");
        assertThat(page)
                .contains(
                        "| JSON calls a second on two cores, shared with the clients | ≥ 20,000 | not measured | – |");
        assertThat(page).contains("| memory under load | ≤ 160 MB | 100 MB | met |");
        assertThat(page).contains("| first metered call after start | ≤ 0.80 s | not measured | – |");
    }

    @Test
    void what_is_less_than_the_kernel_tells_is_unknown_and_nothing_is_divided_by_it() throws Exception {
        keep(series("nginx", turn(0, "")), series("sqlite", turn(30, "")));

        assertThat(new BenchmarksPage(folder).text())
                .contains("| nginx, plain proxy | – | – |")
                .contains("| groqmeter | 30.0 – **30.0** – 30.0 | – |");
    }

    @Test
    void a_void_turn_counts_for_nothing_and_is_told() throws Exception {
        keep(series("nginx", turn(10, "")), series("sqlite", turn(20, ""), turn(1, "2 calls failed")));

        assertThat(new BenchmarksPage(folder).text())
                .contains("| groqmeter | 20.0 – **20.0** – 20.0 | 2.00 |")
                .contains("1 of 2, the rest void");
    }

    @Test
    void no_place_of_the_template_stays_empty() throws Exception {
        keep(series("nginx", turn(10, "")));

        assertThat(new BenchmarksPage(folder).text()).doesNotContain("{{");
    }

    @Test
    void what_an_integration_adds_is_the_metered_client_less_the_bare_one() throws Exception {
        Files.writeString(
                folder.resolve("jmh.json"),
                "[" + call("okhttp", false, 100.5, 5_000) + "," + call("okhttp", true, 120.75, 9_000) + "]");

        String page = new BenchmarksPage(folder).text();

        assertThat(page).contains("| okhttp | 101.5 | 121.8 | 20.3 µs | 4,000 | 20.3 µs |");
        assertThat(page).doesNotContain("LibraryBenchmark: call");
    }

    private static String call(String client, boolean metered, double micros, int bytes) {
        return "{\"benchmark\":\"io.groqmeter.bench.library.LibraryBenchmark.call\",\"params\":{\"client\":\"" + client
                + "\",\"metered\":\"" + metered + "\"},\"primaryMetric\":{\"score\":" + micros
                + ",\"scoreError\":1.0,\"scoreUnit\":\"us/op\"},\"secondaryMetrics\":{\"gc.alloc.rate.norm\":{\"score\":"
                + bytes + "},\"cpu\":{\"score\":" + (micros + 1) + "}}}";
    }

    private void keep(TurnSeries... series) throws Exception {
        new Results("json", "2026-11-22", "abc", "a machine", 20, List.of(series)).write(folder);
    }

    private static TurnSeries series(String contender, Turn... turns) {
        String title = contender.equals("nginx") ? "nginx, plain proxy" : "groqmeter";
        return new TurnSeries(contender, title, "1", List.of(turns), null, null);
    }

    private static Turn turn(double cpu, String fault) {
        return new Turn(
                10_000,
                0,
                20,
                cpu,
                Map.of("loop", cpu),
                1,
                1,
                100_000_000,
                Map.of("p50", 1.0),
                Map.of("p50", 1.0),
                Map.of(),
                fault);
    }
}
