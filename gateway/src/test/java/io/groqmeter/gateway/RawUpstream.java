package io.groqmeter.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An upstream of raw bytes: reads requests unparsed and answers whatever a test says, well-formed or not. */
public final class RawUpstream implements AutoCloseable {

    /** What to do with a connection, which is closed on return. */
    @FunctionalInterface
    public interface Behaviour {
        void serve(Connection connection) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    public RawUpstream(Behaviour behaviour) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    socket.setTcpNoDelay(true);
                    open.add(socket);
                    threads.execute(() -> serve(behaviour, socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private void serve(Behaviour behaviour, Socket socket) {
        try (socket) {
            behaviour.serve(new Connection(socket, requests));
        } catch (IOException | InterruptedException e) {
            // The gateway closed the connection, or the test is over.
        } finally {
            open.remove(socket);
        }
    }

    /** Answers every request on every connection with the same bytes. */
    public static RawUpstream answering(String answer) {
        return new RawUpstream(connection -> {
            while (connection.readRequest() != null) {
                connection.write(answer);
            }
        });
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** The requests read so far, head and body, as ISO-8859-1. */
    public List<String> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }

    /** A connection from the gateway. */
    public static final class Connection {

        private final InputStream in;
        private final OutputStream out;
        private final Socket socket;
        private final List<String> requests;

        Connection(Socket socket, List<String> requests) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
            this.requests = requests;
        }

        /** The next request, head and body; null when the gateway closed the connection. */
        public @Nullable String readRequest() throws IOException {
            String head = readHead();
            if (head == null) {
                return null;
            }
            String lower = head.toLowerCase(Locale.ROOT);
            String request = head;
            int length = lower.indexOf("\r\ncontent-length:");
            if (length >= 0) {
                int end = lower.indexOf("\r\n", length + 2);
                int bytes = Integer.parseInt(lower.substring(length + 17, end).strip());
                request += new String(in.readNBytes(bytes), ISO_8859_1);
            } else if (lower.contains("\r\ntransfer-encoding: chunked")) {
                request += readChunks();
            }
            requests.add(request);
            return request;
        }

        /** Only the head of the next request; null at the end. */
        public @Nullable String readHead() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (true) {
                int next = in.read();
                if (next < 0) {
                    return null;
                }
                head.write(next);
                if (head.size() >= 4 && head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                    return head.toString(ISO_8859_1);
                }
            }
        }

        private String readChunks() throws IOException {
            StringBuilder body = new StringBuilder();
            while (true) {
                StringBuilder line = new StringBuilder();
                for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
                    line.append((char) next);
                }
                int size = Integer.parseInt(line.toString().strip(), 16);
                if (size == 0) {
                    in.read();
                    in.read();
                    return body.toString();
                }
                body.append(new String(in.readNBytes(size), ISO_8859_1));
                in.read();
                in.read();
            }
        }

        public int read() throws IOException {
            return in.read();
        }

        /** Reads what has arrived already, up to that many bytes. */
        public long skipAvailable(long most) throws IOException {
            return in.skip(Math.min(most, in.available()));
        }

        public void write(String text) throws IOException {
            write(text.getBytes(ISO_8859_1));
        }

        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Closes with a reset instead of normally. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
