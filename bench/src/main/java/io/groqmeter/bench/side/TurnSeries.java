package io.groqmeter.bench.side;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * All turns of one contender at one workload.
 *
 * @param contender its word
 * @param title its name for people
 * @param version what ran
 * @param turns in order; void ones among them
 * @param bytesPerCall bytes on disk a recorded call; null when it keeps none
 * @param absent why there are no turns; null when there are
 */
public record TurnSeries(
        String contender,
        String title,
        String version,
        List<Turn> turns,
        @Nullable Double bytesPerCall,
        @Nullable String absent) {

    /** A contender that could not take part. */
    static TurnSeries absent(String contender, String title, String reason) {
        return new TurnSeries(contender, title, "", List.of(), null, reason);
    }

    /** That figure over the turns that count; empty when none does. */
    public Optional<Spread> of(ToDoubleFunction<Turn> figure) {
        double[] values =
                turns.stream().filter(Turn::counts).mapToDouble(figure).toArray();
        return values.length == 0 ? Optional.empty() : Optional.of(Spread.of(values));
    }
}
