package io.groqmeter.gateway.alert;

import java.io.IOException;

/** A way to tell somebody. Any thread; may take up to half a minute. */
@FunctionalInterface
public interface Channel {

    /**
     * Tells of an alert; on return the receiver has taken it.
     *
     * @throws IOException when it has not, or nobody knows; it is tried again later. The message holds no secret
     */
    void send(Alert alert) throws IOException;
}
