package io.groqmeter.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A client of raw bytes, for what ordinary clients never send or show. */
public final class RawClient implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    public RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    public RawClient send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    public RawClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Reads until the input ends with that text, or the connection ends. */
    public String readUntil(String end) throws IOException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        byte[] tail = end.getBytes(ISO_8859_1);
        while (true) {
            int next;
            try {
                next = in.read();
            } catch (SocketTimeoutException e) {
                throw new AssertionError("Waited for '" + end + "', got: " + got.toString(ISO_8859_1), e);
            }
            if (next < 0) {
                return got.toString(ISO_8859_1);
            }
            got.write(next);
            if (tail.length > 0
                    && next == tail[tail.length - 1]
                    && got.toString(ISO_8859_1).endsWith(end)) {
                return got.toString(ISO_8859_1);
            }
        }
    }

    /** Reads to the end of the connection. */
    public String readAll() throws IOException {
        return readUntil("\0never\0");
    }

    /** Reads that many bytes, unless the connection ends before; returns the number read. */
    public long skip(long most) throws IOException {
        byte[] piece = new byte[64 * 1024];
        long got = 0;
        for (int read = 0; got < most && read >= 0; got += Math.max(0, read)) {
            read = in.read(piece, 0, (int) Math.min(piece.length, most - got));
        }
        return got;
    }

    /** Closes the sending side only. */
    public void sendNoMore() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
