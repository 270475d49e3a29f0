package io.groqmeter.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** nginx with one worker and a configuration of the bench. */
public final class Nginx {

    private static final Duration STARTING_TIME = Duration.ofSeconds(20);

    private static final String FRAME = """
            user %s;
            worker_processes 1;
            daemon off;
            pid nginx.pid;
            error_log error.log;
            events { worker_connections 8192; }
            http {
              access_log off;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              client_max_body_size 0;
              tcp_nodelay on;
              keepalive_requests 1000000000;
              keepalive_timeout 3600s;
            %s
            }
            """;

    private Nginx() {}

    /**
     * Starts it.
     *
     * @param http the content of the {@code http} block
     * @param port the port it listens on
     */
    public static Child start(Path program, String cores, Path folder, String http, int port)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, FRAME.formatted(System.getProperty("user.name"), http.indent(2)));
        List<String> command = List.of(
                program.toString(),
                "-p",
                folder + "/",
                "-e",
                folder.resolve("error.log").toString(),
                "-c",
                configuration.toString());
        Child child = Child.start(cores, folder, "nginx", command, Map.of());
        child.awaitPort(port, STARTING_TIME);
        return child;
    }
}
