package io.groqmeter.simulator.book;

import java.time.Instant;

/**
 * The caller, time and target of a call: what the books record of it besides its bill.
 *
 * @param id Groq's id of the call
 * @param model the answering model; the requested one when the call failed; empty without one
 * @param endpoint path without prefix, such as {@code /chat/completions}
 */
public record CallArrival(String id, Instant at, String caller, String endpoint, String model, String tier) {}
