package io.groqmeter.budget;

import java.util.concurrent.CompletableFuture;

/** Runs work when everything handed to the store before is in it, and nothing handed over later. */
@FunctionalInterface
public interface StoreBarrier {

    /** Completes when the work has run; fails when it threw or cannot run. */
    CompletableFuture<Void> run(Runnable work);
}
