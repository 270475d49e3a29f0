package io.groqmeter.groq;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** However long a body is, its reader keeps a few hundred bytes: what it allocates is counted. */
class BoundedStateTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final long FEW = 2L * MEBIBYTE;

    private static final byte[] CONTENT =
            "{ \\\"model\\\": \\\"fake\\\" }, [x] \\u00e9 é. ".repeat(2_000).getBytes(StandardCharsets.UTF_8);

    @Test
    void a_prompt_of_100_MB_before_the_model_costs_no_memory() {
        RequestReader reader = GroqWire.request(Endpoint.CHAT, "application/json");
        long allocated = allocatedBy(() -> {
            send(reader::read, "{\"messages\":[{\"role\":\"user\",\"content\":\"");
            repeat(reader::read, CONTENT, 100 * MEBIBYTE);
            send(reader::read, "\"}],\"stream\":true,\"model\":\"openai/gpt-oss-20b\"}");
        });
        assertThat(reader.summary().model()).isEqualTo("openai/gpt-oss-20b");
        assertThat(reader.summary().stream()).isTrue();
        assertThat(allocated).isLessThan(FEW);
    }

    @Test
    void the_characters_of_a_long_speech_are_counted_and_not_kept() {
        RequestReader reader = GroqWire.request(Endpoint.SPEECH, null);
        int bytes = 20 * MEBIBYTE;
        byte[] letter = "🙂\\n".getBytes(StandardCharsets.UTF_8);
        long allocated = allocatedBy(() -> {
            send(reader::read, "{\"input\":\"");
            repeat(reader::read, letter, bytes);
            send(reader::read, "\",\"model\":\"canopylabs/orpheus-v1-english\"}");
        });
        long letters = (bytes + letter.length - 1) / letter.length * 2L;
        assertThat(reader.summary().characters()).isEqualTo(OptionalLong.of(letters));
        assertThat(allocated).isLessThan(FEW);
    }

    @Test
    void usage_behind_10_MB_of_content_in_one_line_of_a_stream_is_found() {
        AnswerReader reader = GroqWire.answer(Endpoint.CHAT, RequestSummary.nothing(), 200, "text/event-stream");
        long allocated = allocatedBy(() -> {
            send(reader::read, "data: {\"choices\":[{\"delta\":{\"content\":\"");
            repeat(reader::read, CONTENT, 10 * MEBIBYTE);
            send(
                    reader::read,
                    "\"}}],\"x_groq\":{\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":8}}}\n\ndata: [DONE]\n\n");
        });
        assertThat(reader.answer().usage()).isEqualTo(Usage.tokens(7, 8));
        assertThat(allocated).isLessThan(FEW);
    }

    @Test
    void a_hundred_thousand_pieces_of_a_stream_allocate_nothing_each() {
        AnswerReader reader = GroqWire.answer(Endpoint.CHAT, RequestSummary.nothing(), 200, "text/event-stream");
        byte[] chunk =
                ("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1780000000,\"model\":"
                                + "\"openai/gpt-oss-20b\",\"system_fingerprint\":\"fp\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
                                + "\" word\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n")
                        .getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.wrap(chunk);
        long allocated = allocatedBy(() -> {
            for (int i = 0; i < 100_000; i++) {
                reader.read(buffer.rewind());
            }
        });
        assertThat(reader.answer().outputChunks()).isEqualTo(100_000);
        assertThat(reader.answer().outputBytes()).isEqualTo(500_000);
        assertThat(allocated).isLessThan(FEW);
    }

    @Test
    void a_batch_file_of_200_MB_with_lines_of_10_MB_costs_its_lines_only() {
        AnswerReader reader =
                GroqWire.answer(Endpoint.FILE_CONTENT, RequestSummary.nothing(), 200, "application/jsonl");
        long allocated = allocatedBy(() -> {
            for (int line = 0; line < 20; line++) {
                send(
                        reader::read,
                        "{\"response\":{\"request_id\":\"req_" + line
                                + "\",\"status_code\":200,\"body\":{\"choices\":[{\"message\":{\"content\":\"");
                repeat(reader::read, CONTENT, 10 * MEBIBYTE);
                send(reader::read, "\"}}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}}}\n");
            }
        });
        assertThat(reader.answer().lines())
                .hasSize(20)
                .allSatisfy(line -> assertThat(line.answer().usage()).isEqualTo(Usage.tokens(1, 2)));
        assertThat(allocated).isLessThan(FEW);
    }

    @Test
    void a_hundred_thousand_tools_and_models_of_a_hostile_answer_are_not_all_kept() {
        AnswerReader reader = GroqWire.answer(Endpoint.CHAT, RequestSummary.nothing(), 200, "text/event-stream");
        byte[] tool = "{\"type\":\"python\"},".getBytes(StandardCharsets.UTF_8);
        byte[] part = "{\"model\":\"m\",\"usage\":{\"prompt_tokens\":1}},".getBytes(StandardCharsets.UTF_8);
        send(reader::read, "data: {\"usage\":{\"prompt_tokens\":1},\"choices\":[{\"delta\":{\"executed_tools\":[");
        repeat(reader::read, tool, 100_000 * tool.length);
        send(reader::read, "{}]}}],\"usage_breakdown\":{\"models\":[");
        repeat(reader::read, part, 100_000 * part.length);
        send(reader::read, "{}]}}\n\n");
        Usage usage = reader.answer().usage();
        assertThat(usage.tools()).containsExactly(new ToolUse("python", 1_000));
        assertThat(usage.models()).hasSize(100);
        assertThat(usage.split()).isFalse();
    }

    @Test
    void an_error_nested_without_end_costs_no_memory() {
        AnswerReader reader = GroqWire.answer(Endpoint.CHAT, RequestSummary.nothing(), 200, "application/json");
        long allocated = allocatedBy(() -> {
            send(reader::read, "{\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":8},\"error\":");
            repeat(reader::read, "[{\"a\":".getBytes(StandardCharsets.UTF_8), 2 * MEBIBYTE);
        });
        assertThat(reader.answer().usage()).isEqualTo(Usage.tokens(7, 8));
        assertThat(allocated).isLessThan(FEW);
    }

    @Test
    void a_file_of_line_feeds_costs_nothing() {
        AnswerReader reader = GroqWire.answer(Endpoint.FILE_CONTENT, RequestSummary.nothing(), 200, null);
        long allocated =
                allocatedBy(() -> repeat(reader::read, "\n".repeat(10_000).getBytes(StandardCharsets.UTF_8), MEBIBYTE));
        assertThat(allocated).isLessThan(FEW);
    }

    private static void send(Consumer<ByteBuffer> reader, String text) {
        reader.accept(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends whole copies of that text, at least so many bytes. */
    private static void repeat(Consumer<ByteBuffer> reader, byte[] text, int bytes) {
        ByteBuffer direct = ByteBuffer.allocateDirect(text.length).put(text);
        for (int sent = 0; sent < bytes; sent += text.length) {
            reader.accept(direct.rewind());
        }
    }

    private static long allocatedBy(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
