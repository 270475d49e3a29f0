package io.groqmeter.bench.contender;

import io.groqmeter.bench.process.Child;
import io.groqmeter.bench.process.Cores;
import io.groqmeter.bench.process.Programs;
import io.groqmeter.bench.traffic.WireRequest;
import io.groqmeter.bench.traffic.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Portkey gateway of npm. It records nothing durable; it is told to trust this machine as a host, and uses the version of its
 * server library with which its streams work.
 */
final class Portkey implements Contender {

    private static final Duration STARTING_TIME = Duration.ofSeconds(30);

    private final Peers peers;

    Portkey(Peers peers) {
        this.peers = peers;
    }

    @Override
    public String word() {
        return "portkey";
    }

    @Override
    public String title() {
        return "Portkey, keeps no books";
    }

    @Override
    public String version() throws IOException {
        return peers.version(word());
    }

    /** Its body parser does not support uploads through a custom host. */
    @Override
    public boolean carries(Workload workload) {
        return workload != Workload.AUDIO;
    }

    @Override
    public Running start(Site site) throws IOException, InterruptedException {
        int port = Child.freePort();
        String node = Programs.find("node")
                .orElseThrow(() -> new IOException("node is gone"))
                .toString();
        String server = peers.of(word())
                .resolve("node_modules/@portkey-ai/gateway/build/start-server.js")
                .toString();
        Map<String, String> env = new HashMap<>(Map.of("TRUSTED_CUSTOM_HOSTS", "127.0.0.1", "NODE_ENV", "production"));
        if (site.tls()) {
            env.put("NODE_EXTRA_CA_CERTS", site.certificate().pem().toString());
        }
        Child child = Child.start(
                Cores.CONTENDER, site.folder(), word(), List.of(node, server, "--port=" + port, "--headless"), env);
        child.awaitPort(port, STARTING_TIME);
        return new ChildRunning(child, port, request -> asked(request, site));
    }

    private static WireRequest asked(WireRequest request, Site site) {
        return request.at(request.path().replace("/openai", ""))
                .with("x-portkey-provider", "groq")
                .with("x-portkey-custom-host", site.upstream() + "/openai/v1");
    }
}
