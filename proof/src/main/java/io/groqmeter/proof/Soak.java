package io.groqmeter.proof;

import io.groqmeter.store.Remainder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * A long steady load, without kills: simulator and gateway in processes of their own, clients in this one, and samples of what the
 * gateway holds. At the end the two sides' books are compared as after a campaign.
 */
public final class Soak {

    private static final String DATA = "debug_data";
    private static final long MEBI = 1_048_576;
    private static final long HEAP_SLACK = 2 * MEBI;
    private static final long DESCRIPTOR_SLACK = 16;

    private final SoakPlan plan;
    private final Path folder;
    private final Progress progress;
    private final List<Sample> samples = new ArrayList<>();

    /** Receives the progress of a soak. */
    @FunctionalInterface
    public interface Progress {

        /** A sample was taken that long after the start. */
        void sample(Duration elapsed, Sample sample);
    }

    /**
     * The result of a soak.
     *
     * @param courses the trend of each quantity
     * @param books whether the books agree
     */
    public record Result(List<Trend> courses, CampaignReport books) {

        /** Whether all stayed flat and the books agree. */
        public boolean holds() {
            return books.holds() && courses.stream().allMatch(Trend::flat);
        }
    }

    /** @param folder an empty folder for the data folder and the output of the processes */
    public Soak(SoakPlan plan, Path folder, Progress progress) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Runs it.
     *
     * @throws IOException if a process could not be started or sampled, or ended on its own
     */
    public Result run() throws IOException, InterruptedException {
        Map<String, String> english = Map.of("GROQMETER_LANG", "en");
        try (OwnProcess simulator = OwnProcess.start(
                folder, "simulator", english, "sim", "--port", "0", "--seed", Long.toString(plan.seed()))) {
            String groq = simulator.listening();
            String[] serve = {"serve", "--host", "127.0.0.1", "--port", "0", "--data", DATA, "--upstream", groq};
            try (OwnProcess gateway = OwnProcess.start(folder, "gateway", english, serve)) {
                String url = gateway.listening();
                Sampler sampler = new Sampler(gateway.pid(), database());
                try (CampaignLoad load = new CampaignLoad(url, plan.rate(), plan.seed())) {
                    sample(sampler);
                    load.end();
                    MeterBooks.awaitSettled(database());
                    int exit = gateway.end();
                    return new Result(courses(), books(load, GroqBooks.ask(groq), exit));
                }
            }
        }
    }

    private void sample(Sampler sampler) throws IOException, InterruptedException {
        long began = System.nanoTime();
        long every = plan.every().toNanos();
        long elapsed = 0;
        while (elapsed < plan.length().toNanos()) {
            TimeUnit.NANOSECONDS.sleep(every - elapsed % every);
            Sample sample = sampler.take();
            samples.add(sample);
            elapsed = System.nanoTime() - began;
            progress.sample(Duration.ofNanos(elapsed), sample);
        }
    }

    private Path database() {
        return folder.resolve(DATA).resolve("groqmeter.db");
    }

    private List<Trend> courses() {
        return List.of(
                course("heap", Sample::heap, HEAP_SLACK),
                course("descriptors", Sample::descriptors, DESCRIPTOR_SLACK),
                course("resident", Sample::resident, 0),
                course("threads", Sample::threads, 0),
                course("backlog", Sample::backlog, 0));
    }

    private Trend course(String what, ToLongFunction<Sample> value, long slack) {
        return new Trend(what, samples.stream().mapToLong(value).boxed().toList(), slack);
    }

    private CampaignReport books(CampaignLoad load, GroqBooks groq, int exit) {
        CampaignReport verdict = new CampaignReport(load.made(), 0);
        MeterBooks meter = MeterBooks.read(database());
        new Reconciliation(load.made(), load.delivered(), groq, meter).tell(verdict);
        verdict.count(
                "unsettled",
                0,
                meter.open().stream()
                        .filter(call -> Remainder.recordOf(call).isEmpty())
                        .count());
        verdict.count("exit", 0, exit);
        return verdict;
    }
}
