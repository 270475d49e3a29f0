package io.groqmeter.bench.contender;

import io.groqmeter.bench.process.Child;
import io.groqmeter.bench.process.Spent;
import io.groqmeter.bench.traffic.WireRequest;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** A contender in a process of its own, without books. */
record ChildRunning(Child child, int port, UnaryOperator<WireRequest> asked) implements Running {

    @Override
    public WireRequest ask(WireRequest request) {
        return asked.apply(request);
    }

    @Override
    public Spent spent() throws IOException {
        return child.spent();
    }

    @Override
    public void pause() throws IOException, InterruptedException {
        child.pause();
    }

    @Override
    public void resume() throws IOException, InterruptedException {
        child.resume();
    }

    @Override
    public void close() throws IOException {
        child.close();
    }
}
