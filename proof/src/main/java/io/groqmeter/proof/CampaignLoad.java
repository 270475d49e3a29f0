package io.groqmeter.proof;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Many clients that call at a steady rate, whether or not there is a gateway. No call is made twice; a client whose gateway dies
 * does not retry.
 */
final class CampaignLoad implements AutoCloseable {

    private static final int CLIENTS = 8;

    private final URI gateway;
    private final int rate;
    private final long seed;
    private final HttpClient[] clients =
            Stream.generate(CampaignLoad::client).limit(CLIENTS).toArray(HttpClient[]::new);
    private final ExecutorService callers = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "crashtest-client");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<String> delivered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Thread pacer = new Thread(this::pace, "crashtest-load");
    private volatile boolean ending;

    /**
     * Starts at once.
     *
     * @param rate calls a second
     * @param seed determines their requests
     */
    CampaignLoad(String gateway, int rate, long seed) {
        this.gateway = URI.create(gateway);
        this.rate = rate;
        this.seed = seed;
        pacer.setDaemon(true);
        pacer.start();
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private void pace() {
        long began = System.nanoTime();
        while (!ending) {
            int number = made.getAndIncrement();
            long due = began + (long) number * 1_000_000_000 / rate;
            try {
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            } catch (InterruptedException e) {
                return;
            }
            callers.execute(() -> call(number));
        }
    }

    private void call(int number) {
        LoadCall call = LoadCall.of(seed, number);
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(call.path()))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach(request::header);
        inFlight.incrementAndGet();
        try {
            if (call.leaves() == LoadCall.Leaves.EARLY) {
                leaveEarly(clients[number % CLIENTS], request.build(), call);
            } else if (stay(clients[number % CLIENTS], request.build())) {
                delivered.add(call.name());
            }
        } catch (IOException e) {
            // The gateway was not there, or died: what the campaign is about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inFlight.decrementAndGet();
        }
    }

    /** Whether all of Groq's answer arrived: to the end of its body, or at least to its end mark. */
    private static boolean stay(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
        boolean groqs = answer.headers().firstValue("x-request-id").isPresent();
        StringBuilder text = new StringBuilder();
        byte[] piece = new byte[4_096];
        try (InputStream body = answer.body()) {
            for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
                text.append(new String(piece, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            return groqs && saysItIsOver(text.toString());
        }
        return groqs;
    }

    /** Whether a stream's last event is complete; half an event tells a client nothing. */
    static boolean saysItIsOver(String text) {
        int completed = text.indexOf("event: response.completed");
        return text.contains("data: [DONE]") || (completed >= 0 && text.indexOf("\n\n", completed) >= 0);
    }

    private static void leaveEarly(HttpClient client, HttpRequest request, LoadCall call) throws InterruptedException {
        var answer = client.sendAsync(request, BodyHandlers.ofInputStream());
        TimeUnit.MILLISECONDS.sleep(call.afterMillis());
        answer.whenComplete((head, failure) -> {
            if (head != null) {
                close(head.body());
            }
        });
        answer.cancel(true);
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // It is gone, which is what closing was for.
        }
    }

    /** How many calls were made, whether or not anybody accepted them. */
    int made() {
        return made.get();
    }

    /** How many clients have the whole answer. */
    int answered() {
        return delivered.size();
    }

    /** How many clients are in a call now. */
    int inFlight() {
        return inFlight.get();
    }

    /** The names of the calls whose clients have the whole answer. */
    Set<String> delivered() {
        return Set.copyOf(delivered);
    }

    /** Makes no more calls and waits for those in flight. */
    void end() throws InterruptedException {
        ending = true;
        pacer.join();
        callers.shutdown();
        callers.awaitTermination(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        ending = true;
        pacer.interrupt();
        callers.shutdownNow();
    }
}
