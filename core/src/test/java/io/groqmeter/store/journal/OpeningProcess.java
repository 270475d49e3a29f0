package io.groqmeter.store.journal;

import io.groqmeter.store.OpenCall;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own that opens, amends and forgets calls for ever, one or two open at any time. It tells how far it is: {@code n} says that
 * the call {@code n} has been amended; it stays open until {@code n + 1} has been told.
 */
final class OpeningProcess {

    private OpeningProcess() {}

    public static void main(String[] args) {
        OpenCallJournal journal = OpenCallJournal.create(Path.of(args[0]));
        for (long n = 0; ; n++) {
            journal.put(call(n, null));
            journal.put(call(n, "amended"));
            System.out.println(n);
            journal.remove("call-" + (n - 1));
        }
    }

    static OpenCall call(long n, @Nullable String model) {
        return new OpenCall(
                "call-" + n,
                Instant.EPOCH.plusMillis(n),
                Endpoint.CHAT,
                model,
                new Attribution("key " + n, null, "user", Map.of("n", Long.toString(n))),
                Optional.of(BigDecimal.valueOf(n, 12)),
                null);
    }
}
