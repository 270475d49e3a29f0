package io.groqmeter.bench;

import io.groqmeter.bench.page.BenchmarksPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code page}: rewrites {@code docs/benchmarks.md} from the stored results. */
@Command(name = "page", description = "Writes docs/benchmarks.md anew from bench/results.")
final class PageCommand implements Callable<Integer> {

    /** Where results are kept, in the checkout. */
    static final String RESULTS = "bench/results";

    @Override
    public Integer call() throws IOException {
        Path root = Path.of(System.getProperty("bench.root"));
        new BenchmarksPage(root.resolve(RESULTS)).write(root.resolve("docs/benchmarks.md"));
        return 0;
    }
}
