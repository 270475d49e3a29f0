package io.groqmeter.gateway.live;

import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.StoredBooks;
import io.groqmeter.store.UsageRecord;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveTest {

    private static final String LISTEN = "GET /api/live HTTP/1.1\r\nhost: localhost\r\n\r\n";

    private static RawClient listening(StoredBooks books) throws Exception {
        RawClient client = new RawClient(books.gateway().port()).send(LISTEN);
        String head = client.readUntil("is stored\n\n\r\n");
        assertThat(head).contains("content-type: text/event-stream");
        return client;
    }

    private static void settle(StoredBooks books, UsageRecord record) throws Exception {
        books.gateway().meter().queue().settle(record).get(10, TimeUnit.SECONDS);
    }

    @Test
    void each_record_is_an_event_once_it_is_stored() throws Exception {
        try (StoredBooks books = new StoredBooks();
                RawClient client = listening(books)) {
            settle(books, record("a").cost("0.000000000001").build());
            String event = client.readUntil("}\n\n\r\n");
            settle(books, record("b").build());
            String next = client.readUntil("}\n\n\r\n");

            assertThat(event).contains("event: usage\ndata: {");
            JsonNode told = StoredBooks.parse(event.substring(event.indexOf("data: ") + 6, event.indexOf("}\n\n") + 1));
            assertThat(told).isEqualTo(books.json("/api/usage").at("/data/1"));
            assertThat(next).contains("\"id\":\"b\"");
        }
    }

    @Test
    void the_stream_ends_properly_when_the_gateway_closes() throws Exception {
        try (StoredBooks books = new StoredBooks();
                RawClient client = listening(books)) {
            books.gateway().server().close();
            assertThat(client.readAll()).endsWith(": the gateway is shutting down\n\n\r\n0\r\n\r\n");
        }
    }

    @Test
    void head_answers_without_a_stream() throws Exception {
        try (StoredBooks books = new StoredBooks();
                RawClient client = new RawClient(books.gateway().port())) {
            String head = client.send("HEAD /api/live HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                    .readAll();
            assertThat(head)
                    .startsWith("HTTP/1.1 200")
                    .contains("text/event-stream")
                    .endsWith("\r\n\r\n");
        }
    }
}
