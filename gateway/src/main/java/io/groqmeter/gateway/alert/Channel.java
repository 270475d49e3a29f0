package io.groqmeter.gateway.alert;

import java.io.IOException;

/** A way to deliver alerts. Any thread; may take up to half a minute. */
@FunctionalInterface
public interface Channel {

    /**
     * Delivers an alert; on return the receiver has accepted it.
     *
     * @throws IOException when it has not, or that is unknown; it is retried later. The message contains no secret
     */
    void send(Alert alert) throws IOException;
}
