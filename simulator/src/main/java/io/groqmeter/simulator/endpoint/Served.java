package io.groqmeter.simulator.endpoint;

import io.groqmeter.simulator.book.Bill;
import io.groqmeter.simulator.wire.Answer;
import org.jspecify.annotations.Nullable;

/**
 * The result of a served call.
 *
 * @param model the model that answered; empty where none did
 * @param bill null when nothing is billed
 * @param failedMidStream whether the answer is a stream that ends in an error event
 */
record Served(
        Answer answer, String model, String tier, @Nullable Bill bill, boolean failedMidStream) {

    static Served refused(Answer answer, String askedModel, String tier) {
        return new Served(answer, askedModel, tier, null, false);
    }

    static Served free(Answer answer) {
        return new Served(answer, "", "", null, false);
    }

    static Served billed(Answer answer, String tier, Bill bill) {
        return new Served(answer, bill.model(), tier, bill, false);
    }

    Served saying(Answer other) {
        return new Served(other, model, tier, bill, failedMidStream);
    }
}
