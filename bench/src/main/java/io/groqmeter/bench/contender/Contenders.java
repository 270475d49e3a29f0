package io.groqmeter.bench.contender;

import io.groqmeter.bench.process.Programs;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All contenders, in the order of the page's tables. */
public final class Contenders {

    private Contenders() {}

    /**
     * The list.
     *
     * @param root the checkout
     * @param nginx the program
     * @param peers the folder the peers are installed in
     */
    public static Map<String, Contender> all(Path root, Path nginx, Path peers) {
        Peers installed = new Peers(peers);
        Map<String, Contender> all = new LinkedHashMap<>();
        for (Contender each : List.of(
                new Direct(),
                new PlainNginx(nginx),
                new Groqmeter(root, "off", "groqmeter, metering off", Map.of("GROQ_DEBUG", "false")),
                new Groqmeter(root, "memory", "groqmeter, memory", Map.of(), "--store", "memory"),
                new Groqmeter(root, "sqlite", "groqmeter, SQLite (default)", Map.of()),
                new Groqmeter(root, "power", "groqmeter, SQLite, power", Map.of(), "--durability", "power"),
                new Portkey(installed),
                new LiteLlm(installed),
                new Absent(installed, "bifrost", "Bifrost"))) {
            all.put(each.word(), each);
        }
        return all;
    }

    /** nginx on this machine, or where the peers are. */
    public static Path nginx(Path peers) {
        return Programs.find("nginx").orElse(peers.resolve("nginx/usr/sbin/nginx"));
    }
}
