package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.STREAM_END;
import static io.groqmeter.gateway.RawHttp.chunk;
import static io.groqmeter.gateway.RawHttp.event;
import static io.groqmeter.gateway.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Event streams that are not labelled as such, and answers labelled as streams that are none. */
class MislabelledStreamTest {

    private static final String ASK = "{\"model\":\"openai/gpt-oss-20b\",\"stream\":true,\"messages\":[]}";
    private static final String FIRST =
            event("{\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\"hello\"}}]}");
    private static final String LAST =
            event("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/json\r\n",
                "Content-Type: text/plain; charset=utf-8\r\n",
                "Content-Type: application/octet-stream\r\n",
                ""
            })
    void a_stream_of_whatever_type_flows_and_is_read(String type) throws Exception {
        for (String before : new String[] {"", chunk("\u00ef\u00bb\u00bf"), chunk(": a comment\n\n"), chunk("\r\n")}) {
            CountDownLatch seen = new CountDownLatch(1);
            try (RawUpstream groq = new RawUpstream(connection -> {
                        connection.readRequest();
                        connection.write("HTTP/1.1 200 OK\r\n" + type + "Transfer-Encoding: chunked\r\n\r\n" + before);
                        connection.write(FIRST);
                        seen.await();
                        connection.write(LAST + STREAM_END);
                        connection.readRequest();
                    });
                    RunningGateway gateway = new RunningGateway(groq.url());
                    RawClient client = new RawClient(gateway.port())) {
                client.send(post(ASK)).readUntil("hello");
                seen.countDown();
                client.readUntil("[DONE]");
                assertThat(gateway.records()).singleElement().satisfies(record -> {
                    assertThat(record.usage().inputTokens()).hasValue(7);
                    assertThat(record.call().streamed()).isTrue();
                });
            }
        }
    }

    @Test
    void one_json_text_that_calls_itself_a_stream_is_read_as_json() throws Exception {
        String body = "{\"model\":\"openai/gpt-oss-20b\",\"choices\":[],"
                + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}";
        try (RawUpstream groq = RawUpstream.answering("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body);
                RunningGateway gateway = new RunningGateway(groq.url())) {
            assertThat(gateway.chat(ASK).body()).isEqualTo(body);
            assertThat(gateway.records()).singleElement().satisfies(record -> {
                assertThat(record.usage().outputTokens()).hasValue(3);
                assertThat(record.call().streamed()).isFalse();
            });
        }
    }
}
