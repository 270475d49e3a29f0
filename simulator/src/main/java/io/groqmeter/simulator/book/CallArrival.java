package io.groqmeter.simulator.book;

import java.time.Instant;

/**
 * Who came, when and for what: what the books write down of a call besides its bill.
 *
 * @param id Groq's id of the call
 * @param model the answering model, the asked one when the call failed, empty when none was named
 * @param endpoint path without prefix, such as {@code /chat/completions}
 */
public record CallArrival(String id, Instant at, String caller, String endpoint, String model, String tier) {}
