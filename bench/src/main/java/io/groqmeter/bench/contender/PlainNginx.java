package io.groqmeter.bench.contender;

import io.groqmeter.bench.process.Child;
import io.groqmeter.bench.process.Cores;
import io.groqmeter.bench.process.Nginx;
import io.groqmeter.bench.process.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** nginx that only forwards bytes: the least a proxy can cost. */
final class PlainNginx implements Contender {

    private static final String PROXY = """
            upstream groq { server 127.0.0.1:%d; keepalive 1024; keepalive_requests 1000000000; keepalive_timeout 3600s; }
            server {
              listen 127.0.0.1:%d backlog=4096;
              location / {
                proxy_pass %s://groq;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_buffering off;
                proxy_request_buffering off;
                proxy_read_timeout 300s;
              }
            }
            """;

    private final Path program;

    PlainNginx(Path program) {
        this.program = program;
    }

    @Override
    public String word() {
        return "nginx";
    }

    @Override
    public String title() {
        return "nginx, plain proxy";
    }

    @Override
    public String version() throws IOException, InterruptedException {
        return Programs.output(List.of(program.toString(), "-v")).replaceAll(".*nginx/", "");
    }

    @Override
    public Running start(Site site) throws IOException, InterruptedException {
        int port = Child.freePort();
        String http = PROXY.formatted(site.upstreamPort(), port, site.tls() ? "https" : "http");
        Child child = Nginx.start(program, Cores.CONTENDER, site.folder(), http, port);
        return new ChildRunning(child, port, UnaryOperator.identity());
    }
}
