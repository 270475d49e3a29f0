package io.groqmeter.store.journal;

import io.groqmeter.pricing.Charge;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PricingUnit;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Usage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own that opens, amends, settles and forgets calls for ever, one or two at a time. It tells how far it is: {@code n}
 * says that the call {@code n} has settled; its slot is free only when {@code n + 1} has been told.
 */
final class CallingProcess {

    private CallingProcess() {}

    public static void main(String[] args) {
        CallJournal journal = JournalFixture.open(Path.of(args[0]));
        for (long n = 0; ; n++) {
            journal.open(call(n, null));
            journal.open(call(n, "amended"));
            journal.settle(record(n), Optional.empty());
            System.out.println(n);
            if (n > 0) {
                journal.waiting().done(journal.waiting().next(1));
            }
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

    static UsageRecord record(long n) {
        Charge charge = new Charge("input", "m", n, new BigDecimal("0.0500"), PricingUnit.MILLION_TOKENS);
        return new UsageRecord(
                "call-" + n,
                Instant.EPOCH.plusMillis(n),
                Call.chat("m"),
                Attribution.project("p " + n),
                RatedUsage.of(Usage.tokens(n, 1), PriceBasis.LIST, List.of(charge)));
    }
}
