package io.groqmeter.bench.traffic;

import io.groqmeter.bench.process.Cores;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** One kind of call, and how it is driven. */
public enum Workload {
    JSON("JSON, 3 KB → 2 KB, 32 connections", WireRequest.chat(3_000, false), new Drive.Closed(32)),
    JSON2(
            "JSON, 3 KB → 2 KB, 64 connections, the gateway on both cores",
            WireRequest.chat(3_000, false),
            new Drive.Closed(64)),
    PACED(
            "Stream of 100 chunks, one every 10 ms, 100 connections",
            WireRequest.chat(3_000, true),
            new Drive.Closed(100)),
    BURST("Stream of 100 chunks in one burst, 32 connections", WireRequest.chat(3_000, true), new Drive.Closed(32)),
    PROMPT("Prompt of 100 KB → JSON 2 KB, 16 connections", WireRequest.chat(100_000, false), new Drive.Closed(16)),
    AUDIO("Audio upload of 10 MB, 4 connections", WireRequest.transcription(330), new Drive.Closed(4)),
    SLOW("1,000 streams at once, a chunk every 100 ms each", WireRequest.chat(3_000, true), new Drive.Closed(1_000)),
    GZIP(
            "JSON, answer gzipped, 32 connections",
            WireRequest.chat(3_000, false).with("Accept-Encoding", "gzip"),
            new Drive.Closed(32)),
    TLS("JSON, upstream over TLS, 32 connections", WireRequest.chat(3_000, false), new Drive.Closed(32)),
    TTFT(
            "Time to first token: streams of 20 chunks, 200 calls a second",
            WireRequest.chat(3_000, true),
            new Drive.Open(200)),
    WAIT("End-of-answer wait: JSON, 2,000 calls a second", WireRequest.chat(3_000, false), new Drive.Open(2_000)),
    START(
            "From the start of the process to the first answered call",
            WireRequest.chat(3_000, false),
            new Drive.First());

    private static final int AUDIO_SECONDS = 330;

    private final String title;
    private final WireRequest request;
    private final Drive drive;

    Workload(String title, WireRequest request, Drive drive) {
        this.title = title;
        this.request = request;
        this.drive = drive;
    }

    /** Its name in options and files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The workload of that name. */
    public static Workload of(String word) {
        return Arrays.stream(values())
                .filter(workload -> workload.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no workload '" + word + "', only "
                        + Arrays.stream(values()).map(Workload::word).collect(Collectors.joining(", "))));
    }

    /** What it is, for people. */
    public String title() {
        return title;
    }

    public WireRequest request() {
        return request;
    }

    public Drive drive() {
        return drive;
    }

    /** The cores contenders may use; the driver's is the second. */
    public String cores() {
        return this == JSON2 ? Cores.BOTH : Cores.CONTENDER;
    }

    /** Whether the answer comes as a stream. */
    public boolean streamed() {
        return this == PACED || this == BURST || this == SLOW || this == TTFT;
    }

    /** How the upstream answers. */
    public UpstreamAnswer answer() {
        return switch (this) {
            case JSON, JSON2, PROMPT, TLS, START -> UpstreamAnswer.json();
            case GZIP -> UpstreamAnswer.gzip();
            case WAIT -> UpstreamAnswer.stampedJson();
            case AUDIO -> UpstreamAnswer.transcription(AUDIO_SECONDS);
            case PACED -> UpstreamAnswer.paced(100, Duration.ofMillis(10));
            case BURST -> UpstreamAnswer.burst(100);
            case SLOW -> UpstreamAnswer.paced(100, Duration.ofMillis(100));
            case TTFT -> UpstreamAnswer.paced(20, Duration.ofMillis(5));
        };
    }
}
