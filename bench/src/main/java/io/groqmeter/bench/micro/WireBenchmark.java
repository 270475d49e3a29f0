package io.groqmeter.bench.micro;

import io.groqmeter.bench.traffic.Workload;
import io.groqmeter.groq.AnswerReader;
import io.groqmeter.groq.AnswerSummary;
import io.groqmeter.groq.GroqWire;
import io.groqmeter.groq.RequestReader;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.usage.Endpoint;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading Groq's bytes as they pass: a request, a whole answer, and a stream in the pieces the network makes. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WireBenchmark {

    private final ByteBuffer request = direct(Workload.JSON.request().body());
    private final ByteBuffer prompt = direct(Workload.PROMPT.request().body());
    private final ByteBuffer whole = direct(Samples.whole());
    private final ByteBuffer[] stream =
            Samples.stream().map(WireBenchmark::direct).toArray(ByteBuffer[]::new);

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /** A chat request of 3 KB. */
    @Benchmark
    public RequestSummary request() {
        return read(request);
    }

    /** A chat request of 100 KB. */
    @Benchmark
    public RequestSummary prompt() {
        return read(prompt);
    }

    private static RequestSummary read(ByteBuffer body) {
        RequestReader reader = GroqWire.request(Endpoint.CHAT, "application/json");
        reader.read(body.rewind());
        return reader.summary();
    }

    /** A whole answer of 2 KB. */
    @Benchmark
    public AnswerSummary whole() {
        AnswerReader reader = GroqWire.answer(Endpoint.CHAT, RequestSummary.nothing(), 200, "application/json");
        reader.read(whole.rewind());
        return reader.answer();
    }

    /** A stream of 100 chunks, one piece each. */
    @Benchmark
    public AnswerSummary stream() {
        AnswerReader reader = GroqWire.answer(Endpoint.CHAT, RequestSummary.nothing(), 200, "text/event-stream");
        for (ByteBuffer event : stream) {
            reader.read(event.rewind());
        }
        return reader.answer();
    }
}
