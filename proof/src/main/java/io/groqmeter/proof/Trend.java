package io.groqmeter.proof;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The trend of one quantity over a soak. The first quarter is the warm-up; the last is compared with the second, each by its median, so
 * that no single sample decides.
 *
 * @param what its name; the texts explain it
 * @param values its samples in order, at least four
 * @param slack how much more the last quarter may hold besides a tenth of the second; 0: the quantity is shown, not judged
 */
public record Trend(String what, List<Long> values, long slack) {

    private static final long TENTH = 10;
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final int WIDTH = 40;

    public Trend {
        values = List.copyOf(values);
    }

    /** The median of the second quarter. */
    public long before() {
        return median(values.subList(values.size() / 4, values.size() / 2));
    }

    /** The median of the last quarter. */
    public long after() {
        return median(values.subList(values.size() * 3 / 4, values.size()));
    }

    /** The highest of all samples. */
    public long highest() {
        return values.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** The most the last quarter's median may be. */
    public long most() {
        return before() + before() / TENTH + slack;
    }

    /** Whether it is judged. */
    public boolean judged() {
        return slack > 0;
    }

    /** Whether it stayed flat; true for what is not judged. */
    public boolean flat() {
        return !judged() || after() <= most();
    }

    /** The samples as bars from 0 to the highest; each bar is the highest of its samples. */
    public String line() {
        int width = Math.min(WIDTH, values.size());
        return IntStream.range(0, width)
                .mapToObj(bar -> values.subList(bar * values.size() / width, (bar + 1) * values.size() / width))
                .mapToLong(
                        part -> part.stream().mapToLong(Long::longValue).max().orElse(0))
                .mapToObj(this::bar)
                .collect(Collectors.joining());
    }

    private String bar(long value) {
        int height = highest() == 0 ? 0 : (int) Math.round((double) value * (BARS.length() - 1) / highest());
        return BARS.substring(height, height + 1);
    }

    private static long median(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
