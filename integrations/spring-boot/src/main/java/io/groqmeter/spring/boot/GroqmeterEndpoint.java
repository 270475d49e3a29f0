package io.groqmeter.spring.boot;

import io.groqmeter.UsageMeter;
import io.groqmeter.report.format.SeedJson;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** The Actuator endpoint {@code groqmeter}: usage in the format of the gateway's {@code /debug/stats}. */
@Endpoint(id = "groqmeter")
public final class GroqmeterEndpoint {

    private final UsageMeter meter;

    /** An endpoint over the books of that meter. */
    public GroqmeterEndpoint(UsageMeter meter) {
        this.meter = meter;
    }

    /**
     * The sums of a period, with every digit.
     *
     * @param type {@code today}, {@code month} or {@code total}; default {@code today}
     */
    @ReadOperation(produces = "application/json")
    public String stats(@Nullable String type) {
        try {
            var summaries = meter.summaries();
            return SeedJson.of(summaries.of(summaries.named(type == null ? "today" : type)));
        } catch (IllegalArgumentException e) {
            throw new InvalidEndpointRequestException(String.valueOf(e.getMessage()), "unknown type");
        }
    }
}
