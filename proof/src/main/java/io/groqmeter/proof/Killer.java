package io.groqmeter.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;

/** Runs the gateway, kills it according to plan, and starts it again on the same data folder and port. */
final class Killer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final String[] args;
    private OwnProcess gateway;

    /**
     * Starts the first gateway and waits until it listens.
     *
     * @param data the data folder, within {@code folder}
     * @param groq where the simulated Groq is
     */
    Killer(Path folder, String data, int port, String groq, String durability)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.args = new String[] {
            "serve",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--data",
            data,
            "--upstream",
            groq,
            "--durability",
            durability
        };
        this.gateway = start();
        gateway.listening();
    }

    private OwnProcess start() throws IOException {
        Map<String, String> env = Map.of("GROQ_SAVE_DEBUG", "true", "GROQMETER_LANG", "en");
        return OwnProcess.start(folder, "gateway", env, args);
    }

    /**
     * Carries out the whole plan; afterwards a gateway runs.
     *
     * @param answers how many whole answers the clients have so far
     * @param told receives the number of each kill, from 1
     */
    void kill(List<Kill> plan, IntSupplier answers, BiConsumer<Integer, Kill> told)
            throws IOException, InterruptedException {
        for (int i = 0; i < plan.size(); i++) {
            Kill kill = plan.get(i);
            if (kill.moment() != Kill.Moment.STARTING) {
                gateway.listening();
            }
            await(answers, answers.getAsInt() + kill.answers());
            TimeUnit.MILLISECONDS.sleep(kill.millis());
            told.accept(i + 1, kill);
            gateway.kill();
            gateway = start();
        }
        gateway.listening();
    }

    /** A gateway that delivers no answers for that long is killed all the same; the books will show why. */
    private static void await(IntSupplier answers, int wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (answers.getAsInt() < wanted && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Stops the last gateway properly and returns its exit code. */
    int end() throws InterruptedException {
        return gateway.end();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
