package io.groqmeter.bench.contender;

import io.groqmeter.bench.process.Child;
import io.groqmeter.bench.process.Cores;
import io.groqmeter.bench.traffic.WireRequest;
import io.groqmeter.bench.traffic.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The LiteLLM proxy of PyPI with one worker. Without a PostgreSQL database, as shipped, it works out costs but records no call. */
final class LiteLlm implements Contender {

    private static final Duration STARTING_TIME = Duration.ofSeconds(90);

    private static final String CONFIGURATION = """
            model_list:
              - model_name: openai/gpt-oss-20b
                litellm_params: {model: groq/openai/gpt-oss-20b, api_base: "%1$s/openai/v1", api_key: gsk_bench}
              - model_name: whisper-large-v3
                litellm_params: {model: groq/whisper-large-v3, api_base: "%1$s/openai/v1", api_key: gsk_bench}
                model_info: {mode: audio_transcription}
            litellm_settings: {telemetry: false}
            general_settings: {master_key: sk-bench}
            """;

    private final Peers peers;

    LiteLlm(Peers peers) {
        this.peers = peers;
    }

    @Override
    public String word() {
        return "litellm";
    }

    @Override
    public String title() {
        return "LiteLLM, keeps no books without PostgreSQL";
    }

    @Override
    public String version() throws IOException {
        return peers.version(word());
    }

    /** Trusting another certificate would need a change to its settings that the others do not get. */
    @Override
    public boolean carries(Workload workload) {
        return workload != Workload.TLS && workload != Workload.JSON2;
    }

    @Override
    public Running start(Site site) throws IOException, InterruptedException {
        int port = Child.freePort();
        Files.createDirectories(site.folder());
        Path configuration = site.folder().resolve("config.yaml");
        Files.writeString(configuration, CONFIGURATION.formatted(site.upstream()));
        String program = peers.of(word()).resolve("bin/litellm").toString();
        Map<String, String> env = new HashMap<>(Map.of("LITELLM_LOCAL_MODEL_COST_MAP", "True"));
        Child child = Child.start(
                Cores.CONTENDER,
                site.folder(),
                word(),
                List.of(program, "--config", configuration.toString(), "--host", "127.0.0.1", "--port", "" + port),
                env);
        child.awaitPort(port, STARTING_TIME);
        return new ChildRunning(child, port, LiteLlm::asked);
    }

    private static WireRequest asked(WireRequest request) {
        return request.at(request.path().replace("/openai", "")).with("Authorization", "Bearer sk-bench");
    }
}
