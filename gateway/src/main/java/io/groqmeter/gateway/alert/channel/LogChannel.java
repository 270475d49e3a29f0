package io.groqmeter.gateway.alert.channel;

import io.groqmeter.gateway.alert.Alert;
import io.groqmeter.gateway.alert.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line in the gateway's log. */
public final class LogChannel implements Channel {

    private static final Logger LOG = LoggerFactory.getLogger("io.groqmeter.alert");

    @Override
    public void send(Alert alert) {
        LOG.warn("⚠️ {} [{} {}]", alert.text(), alert.rule(), alert.id());
    }
}
