package io.groqmeter.report;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a month will have cost when it is over.
 *
 * <p>The method, in whole days of the store's zone: the past is the last 28 days before today, or those since the first call if
 * they are fewer. A day is expected to cost the mean of the past days of the same kind, working day or weekend; with fewer than 14
 * days the mean of all. Of today, the part of the day that is still to come counts in proportion. The expected cost is what was spent so
 * far and the days to come. For {@code n} days to come and a past of {@code m} days whose costs stray by the standard deviation
 * {@code s} about what would have been expected of them, the interval reaches {@code 1.2816·s·√(n + n²/m)} to both sides, which
 * holds four months of five if days stray independently and normally; it never reaches below what is spent.
 *
 * @param month the month
 * @param spent US dollars, so far
 * @param expected US dollars
 * @param least US dollars, the interval's lower end
 * @param most US dollars, the interval's upper end
 * @param days how many past days it is judged by
 */
public record Forecast(
        YearMonth month, BigDecimal spent, BigDecimal expected, BigDecimal least, BigDecimal most, int days) {

    /** How likely the interval holds the truth. */
    public static final BigDecimal CONFIDENCE = new BigDecimal("0.8");

    /** With fewer days there is no forecast. */
    public static final int LEAST_DAYS = 7;

    private static final int MOST_DAYS = 28;
    private static final int DAYS_TO_TELL_WEEKENDS = 14;
    private static final int SCALE = 12;
    private static final BigDecimal DEVIATIONS = new BigDecimal("1.2816");

    /** The question whose answer {@link #of} needs: the cost of each past day. */
    static RollupQuery past(UsageCalendar calendar, Instant now) {
        LocalDate today = calendar.date(now);
        Window days = new Window(calendar.start(today.minusDays(MOST_DAYS)), calendar.start(today));
        return RollupQuery.of(days, Dimension.DAY);
    }

    /**
     * The forecast for the month that holds an instant; empty if there are too few days.
     *
     * @param past the answer to {@link #past}
     * @param spent what the month has cost so far, in US dollars
     */
    static Optional<Forecast> of(UsageCalendar calendar, Instant now, List<UsageRollup> past, BigDecimal spent) {
        LocalDate today = calendar.date(now);
        Map<LocalDate, BigDecimal> costs = costs(past, today);
        if (costs.size() < LEAST_DAYS) {
            return Optional.empty();
        }
        Past means = new Past(costs);
        BigDecimal toCome = means.of(today).multiply(rest(calendar.day(today), now), MathContext.DECIMAL64);
        BigDecimal count = rest(calendar.day(today), now);
        YearMonth month = YearMonth.from(today);
        for (LocalDate day = today.plusDays(1); YearMonth.from(day).equals(month); day = day.plusDays(1)) {
            toCome = toCome.add(means.of(day));
            count = count.add(BigDecimal.ONE);
        }
        BigDecimal spread = means.deviation()
                .multiply(DEVIATIONS)
                .multiply(count.add(count.pow(2).divide(BigDecimal.valueOf(costs.size()), MathContext.DECIMAL64))
                        .sqrt(MathContext.DECIMAL64));
        BigDecimal expected = spent.add(toCome);
        return Optional.of(new Forecast(
                month,
                spent,
                rounded(expected),
                rounded(expected.subtract(spread).max(spent)),
                rounded(expected.add(spread)),
                costs.size()));
    }

    private static BigDecimal rounded(BigDecimal dollars) {
        return dollars.setScale(SCALE, RoundingMode.HALF_EVEN);
    }

    /** The cost of each day from the first with a call to yesterday; days without calls cost nothing. */
    private static Map<LocalDate, BigDecimal> costs(List<UsageRollup> past, LocalDate today) {
        Map<LocalDate, BigDecimal> costs = new HashMap<>();
        for (UsageRollup day : past) {
            costs.put(
                    LocalDate.parse(String.valueOf(day.group().get(Dimension.DAY))),
                    day.sums().cost());
        }
        Optional<LocalDate> first = costs.keySet().stream().min(LocalDate::compareTo);
        first.ifPresent(from -> from.datesUntil(today).forEach(day -> costs.putIfAbsent(day, BigDecimal.ZERO)));
        return costs;
    }

    /** The part of a day that is still to come. */
    private static BigDecimal rest(Window day, Instant now) {
        return BigDecimal.valueOf(Duration.between(now, day.end()).toMillis())
                .divide(
                        BigDecimal.valueOf(
                                Duration.between(day.start(), day.end()).toMillis()),
                        MathContext.DECIMAL64);
    }

    /** What days have cost, and so what a day is expected to cost. */
    private static final class Past {
        private final Map<LocalDate, BigDecimal> costs;
        private final boolean tellsWeekends;
        private final Map<Boolean, BigDecimal> means = new HashMap<>();

        Past(Map<LocalDate, BigDecimal> costs) {
            this.costs = costs;
            this.tellsWeekends = costs.size() >= DAYS_TO_TELL_WEEKENDS;
            Map<Boolean, List<BigDecimal>> kinds = new HashMap<>();
            costs.forEach((day, cost) ->
                    kinds.computeIfAbsent(kind(day), none -> new ArrayList<>()).add(cost));
            kinds.forEach((kind, all) -> means.put(kind, mean(all)));
        }

        private boolean kind(LocalDate day) {
            return tellsWeekends && day.getDayOfWeek().getValue() > 5;
        }

        BigDecimal of(LocalDate day) {
            return means.getOrDefault(kind(day), BigDecimal.ZERO);
        }

        BigDecimal deviation() {
            BigDecimal squares = BigDecimal.ZERO;
            for (Map.Entry<LocalDate, BigDecimal> day : costs.entrySet()) {
                squares = squares.add(day.getValue().subtract(of(day.getKey())).pow(2));
            }
            int free = costs.size() - means.size();
            return squares.divide(BigDecimal.valueOf(free), MathContext.DECIMAL64)
                    .sqrt(MathContext.DECIMAL64);
        }

        private static BigDecimal mean(List<BigDecimal> costs) {
            return costs.stream()
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                    .divide(BigDecimal.valueOf(costs.size()), MathContext.DECIMAL64);
        }
    }
}
