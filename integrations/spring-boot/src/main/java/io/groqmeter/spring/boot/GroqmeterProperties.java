package io.groqmeter.spring.boot;

import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code groqmeter.*}.
 *
 * @param enabled whether calls are metered
 * @param store where the books are kept; no effect where the application has a {@code UsageStore} bean
 * @param data the folder of JSON files, or of calls that wait for the gateway
 * @param gateway the address of the gateway that keeps the books, when the store is {@code gateway}
 * @param gatewayKey the token for adding records to that gateway, where it requires one
 * @param zone the time zone of days and months; default: the system's
 * @param project the default project of calls
 */
@ConfigurationProperties("groqmeter")
public record GroqmeterProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("memory") Store store,
        @DefaultValue("debug_data") Path data,
        @DefaultValue("http://127.0.0.1:5001") URI gateway,
        @Nullable String gatewayKey,
        @Nullable ZoneId zone,
        @Nullable String project) {

    /** Where the books are kept. */
    public enum Store {
        /** In memory, until the process ends. */
        MEMORY,
        /** In the first tool's files. */
        JSON,
        /** In a running gateway; what it cannot accept at the moment waits in the data folder. */
        GATEWAY
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "GroqmeterProperties[" + store + ", key " + (gatewayKey == null ? "none" : "set") + "]";
    }
}
