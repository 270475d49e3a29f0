package io.groqmeter.budget;

/** The guard's decision about a call. */
public sealed interface BudgetDecision {

    /**
     * It may leave; its worst case is reserved.
     *
     * @param guarded whether a hard budget applies, so that it must not leave before it is on disk
     */
    record Admitted(boolean guarded) implements BudgetDecision {}

    /** It may not. */
    record Refused(Refusal refusal) implements BudgetDecision {}
}
