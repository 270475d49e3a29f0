package io.groqmeter.simulator.wire;

import java.util.List;

/** The bytes of an answer. */
public sealed interface Body {

    Body EMPTY = new Whole(new byte[0]);

    /** All chunks in order. */
    List<byte[]> chunks();

    /** A body whose length is known and announced. */
    record Whole(byte[] bytes) implements Body {
        @Override
        public List<byte[]> chunks() {
            return List.of(bytes);
        }
    }

    /** A body in chunked transfer coding, such as a stream of events. */
    record Chunked(@Override List<byte[]> chunks) implements Body {}
}
