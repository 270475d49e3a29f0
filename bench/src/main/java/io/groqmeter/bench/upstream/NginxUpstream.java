package io.groqmeter.bench.upstream;

import io.groqmeter.bench.process.Child;
import io.groqmeter.bench.process.Cores;
import io.groqmeter.bench.process.LocalPage;
import io.groqmeter.bench.process.Nginx;
import io.groqmeter.bench.traffic.Chat;
import io.groqmeter.bench.traffic.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** nginx that gives one and the same JSON answer, and counts its requests itself. */
public final class NginxUpstream implements BenchUpstream {

    private static final String SERVER = """
            server {
              listen 127.0.0.1:%d;
              location / { default_type application/json; return 200 '%s'; }
              location = /books { stub_status; }
            }
            """;

    /** The third number of {@code accepts handled requests}. */
    private static final Pattern REQUESTS = Pattern.compile("\\n\\s*\\d+\\s+\\d+\\s+(\\d+)");

    private final Child nginx;
    private final int port;
    private long asked;

    private NginxUpstream(Child nginx, int port) {
        this.nginx = nginx;
        this.port = port;
    }

    /** Starts it on a free port. */
    public static NginxUpstream start(Path program, Path folder) throws IOException, InterruptedException {
        int port = Child.freePort();
        String http = SERVER.formatted(port, Chat.whole(0));
        return new NginxUpstream(Nginx.start(program, Cores.DRIVER, folder, http, port), port);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public boolean tls() {
        return false;
    }

    /** nginx counts our asking too. */
    @Override
    public Tally books() throws IOException {
        asked++;
        String page = LocalPage.get(port, "/books");
        Matcher requests = REQUESTS.matcher(page);
        if (!requests.find()) {
            throw new IOException("nginx's status page tells no requests: " + page);
        }
        return Chat.tally(0).times(Long.parseLong(requests.group(1)) - asked);
    }

    @Override
    public long cpuNanos() throws IOException {
        return nginx.spent().cpuNanos();
    }

    @Override
    public void close() throws IOException {
        nginx.close();
    }
}
