package io.groqmeter.proof;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The result of a campaign: each guarantee as a line with two sides that must agree. */
public final class CampaignReport {

    /**
     * One guarantee.
     *
     * @param what its name; the texts explain it
     * @param left one side
     * @param right the other
     * @param holds whether they agree as guaranteed
     * @param against calls that contradict it, some of them by name
     */
    public record Line(String what, String left, String right, boolean holds, List<String> against) {}

    private static final int SHOWN = 5;

    private final int made;
    private final long inFlightAtKills;
    private final List<Line> lines = new ArrayList<>();

    CampaignReport(int made, long inFlightAtKills) {
        this.made = made;
        this.inFlightAtKills = inFlightAtKills;
    }

    /** How many calls the clients made, whether or not a gateway was there to accept them. */
    public int made() {
        return made;
    }

    /** How many clients were in a call when a gateway was killed, over all kills. */
    public long inFlightAtKills() {
        return inFlightAtKills;
    }

    void count(String what, long left, long right, Collection<String> against) {
        line(what, Long.toString(left), Long.toString(right), left == right && against.isEmpty(), against);
    }

    void count(String what, long left, long right) {
        count(what, left, right, List.of());
    }

    void dollars(String what, BigDecimal left, BigDecimal right) {
        line(what, "$" + left.toPlainString(), "$" + right.toPlainString(), left.compareTo(right) == 0, List.of());
    }

    void line(String what, String left, String right, boolean holds, Collection<String> against) {
        lines.add(
                new Line(what, left, right, holds, against.stream().limit(SHOWN).toList()));
    }

    /** Each guarantee, in order. */
    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /** Whether every guarantee held. */
    public boolean holds() {
        return lines.stream().allMatch(Line::holds);
    }
}
