package io.groqmeter.sqlite.rollup;

import io.groqmeter.sqlite.column.VarintReader;
import io.groqmeter.sqlite.column.VarintWriter;
import io.groqmeter.sqlite.dimension.RollupDimensions;
import io.groqmeter.sqlite.dimension.Series;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupPlan.Grain;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.SortedMap;

/**
 * A label's sums over a longer stretch of time, a row of the table {@code sheet}: a day by the hour, a month by the day, or a year by
 * the month. A chart so reads a row where it shows thirty points, and of a row only three columns.
 *
 * <p>As bytes: for each cell in order of time, the seconds from the one before (the first: from the sheet's start), and its {@link
 * RunningSums}.
 */
public final class RollupPage {

    private static final String SELECT =
            "select label, start_ms, cells from sheet where facet = ? and grain = ? and start_ms >= ? and start_ms < ?";

    private static final long MILLIS = 1_000;

    private RollupPage() {}

    /**
     * The rows of a facet. The parameters are its number, the cells' grain, the least start and the first beyond the last, and the
     * labels asked for.
     */
    public static String select(RollupDimensions facet, Collection<Dimension> only) {
        return only.isEmpty()
                ? SELECT
                : SELECT + " and label in (select s.id from " + (facet == RollupDimensions.SERIES ? "series" : "slice")
                        + " s where true" + Series.having(only) + ")";
    }

    /** Takes each cell: when its stretch starts, and where its sums are to be added. */
    public interface Cells {
        RunningSums at(long startMillis);
    }

    /** The grain of the cells that sums of a grain are read from. */
    public static Grain cells(Grain grain) {
        return switch (grain) {
            case ROW -> throw new IllegalArgumentException("rows are on no sheet");
            case HOUR, DAY, MONTH -> grain;
            case ALL -> Grain.MONTH;
        };
    }

    /** Where the sheet starts that has the cell an instant lies in. */
    static Instant start(Grain cells, Instant instant, UsageCalendar calendar) {
        return switch (cells) {
            case ROW, ALL -> throw new IllegalArgumentException(cells + " is no grain of cells");
            case HOUR -> calendar.day(instant).start();
            case DAY -> calendar.month(instant).start();
            case MONTH -> calendar.start(LocalDate.of(calendar.date(instant).getYear(), 1, 1));
        };
    }

    /** The starts of the sheets that have the cells of a window. */
    public static Window starts(Grain cells, Window window, UsageCalendar calendar) {
        return new Window(start(cells, window.start(), calendar), window.end());
    }

    static byte[] write(long startMillis, SortedMap<Long, RunningSums> cells) {
        VarintWriter bytes = new VarintWriter();
        long last = startMillis;
        for (var cell : cells.entrySet()) {
            bytes.add((cell.getKey() - last) / MILLIS);
            cell.getValue().write(bytes);
            last = cell.getKey();
        }
        return bytes.bytes();
    }

    /** Adds every cell to what it belongs to. */
    public static void read(byte[] bytes, long startMillis, Cells cells) {
        VarintReader numbers = new VarintReader(bytes);
        long at = startMillis;
        while (numbers.hasNext()) {
            at += numbers.next() * MILLIS;
            cells.at(at).add(numbers);
        }
    }
}
