package io.groqmeter.simulator.wire;

/** Where an answer breaks off: the connection closes without its end. */
public sealed interface Cut {

    /** The answer is complete. */
    record None() implements Cut {}

    /** Not even the head is sent. */
    record BeforeHeaders() implements Cut {}

    /** Half of the body's bytes are sent. */
    record MidBody() implements Cut {}

    /** That many chunks of the body are sent. */
    record AfterChunks(int chunks) implements Cut {}

    Cut NONE = new None();

    /** @throws IllegalArgumentException when {@code text} is none of before-headers, mid-body or a number */
    static Cut parse(String text) {
        return switch (text) {
            case "before-headers" -> new BeforeHeaders();
            case "mid-body" -> new MidBody();
            default -> new AfterChunks(Integer.parseInt(text));
        };
    }
}
