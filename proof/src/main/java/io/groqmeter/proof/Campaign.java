package io.groqmeter.proof;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One campaign: simulator and gateway in processes of their own, clients in this one, kills, and the report.
 *
 * <p>The simulator survives: it is the witness.
 */
public final class Campaign {

    private static final String DATA = "debug_data";
    private static final String DATABASE = "groqmeter.db";
    private static final Duration LAST_LOAD = Duration.ofSeconds(1);

    private final CampaignPlan plan;
    private final Path folder;
    private final Progress progress;
    private long inFlightAtKills;

    /** Receives the progress of a campaign. */
    @FunctionalInterface
    public interface Progress {

        /**
         * A gateway is about to be killed.
         *
         * @param number of the kill, from 1
         * @param moment the part of its life, in lower case
         * @param inFlight how many clients are in a call
         */
        void kill(int number, String moment, int inFlight);
    }

    /** @param folder an empty folder for the data folder and the output of the processes */
    public Campaign(CampaignPlan plan, Path folder, Progress progress) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Runs it.
     *
     * @throws IOException if a process could not be started, or ended on its own
     */
    public CampaignReport run() throws IOException, InterruptedException {
        Map<String, String> english = Map.of("GROQMETER_LANG", "en");
        try (OwnProcess simulator = OwnProcess.start(
                folder, "simulator", english, "sim", "--port", "0", "--seed", Long.toString(plan.seed()))) {
            String groq = simulator.listening();
            int port = freePort();
            try (Killer killer = new Killer(folder, DATA, port, groq, plan.durability());
                    CampaignLoad load = new CampaignLoad("http://127.0.0.1:" + port, plan.rate(), plan.seed())) {
                killer.kill(
                        Kill.plan(plan.kills(), plan.seed()),
                        load::answered,
                        (number, kill) -> told(load, number, kill));
                Thread.sleep(LAST_LOAD.toMillis());
                load.end();
                MeterBooks.awaitSettled(database());
                int exit = killer.end();
                return verdict(load, GroqBooks.ask(groq), exit);
            }
        }
    }

    private void told(CampaignLoad load, int number, Kill kill) {
        int inFlight = load.inFlight();
        inFlightAtKills += inFlight;
        progress.kill(number, kill.moment().name().toLowerCase(Locale.ROOT), inFlight);
    }

    private Path database() {
        return folder.resolve(DATA).resolve(DATABASE);
    }

    private CampaignReport verdict(CampaignLoad load, GroqBooks groq, int exit) throws IOException {
        CampaignReport verdict = new CampaignReport(load.made(), inFlightAtKills);
        MeterBooks meter = MeterBooks.read(database());
        new Reconciliation(load.made(), load.delivered(), groq, meter).tell(verdict);
        Path data = folder.resolve(DATA);
        same(verdict, "entries", MirrorFiles.entries(meter.records()), MirrorFiles.entries(data));
        same(verdict, "days", MirrorFiles.days(meter.records(), meter.calendar()), MirrorFiles.days(data));
        verdict.count("exit", 0, exit);
        return verdict;
    }

    private static void same(CampaignReport verdict, String what, List<String> expected, List<String> found) {
        Set<String> missing = new HashSet<>(expected);
        found.forEach(missing::remove);
        Set<String> invented = new HashSet<>(found);
        expected.forEach(invented::remove);
        missing.addAll(invented);
        verdict.count(what, expected.size(), found.size(), missing);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
