package io.groqmeter.sqlite.rollup;

import io.groqmeter.sqlite.column.VarintReader;
import io.groqmeter.sqlite.column.VarintWriter;
import io.groqmeter.sqlite.dimension.RollupDimensions;
import io.groqmeter.sqlite.dimension.Series;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.rollup.RollupPlan.Grain;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.SortedMap;

/**
 * Sums of one label over several steps of time, a row of the table {@code sheet}: the hours of a day, the days of a month, or
 * the months of a year. A chart reads one row for thirty points, and only three columns of it.
 *
 * <p>The binary form: for each cell in order of time, the seconds since the one before (for the first, since the page's start),
 * then its {@link RunningSums}.
 */
public final class RollupPage {

    private static final String SELECT =
            "select label, start_ms, cells from sheet where facet = ? and grain = ? and start_ms >= ? and start_ms < ?";

    private static final long MILLIS = 1_000;

    private RollupPage() {}

    /**
     * Selects the pages of a set of dimensions. The parameters: its code, the grain of the cells, the least start, the first
     * start beyond, and a value for each dimension to filter by.
     */
    public static String select(RollupDimensions dimensions, Collection<Dimension> only) {
        return only.isEmpty()
                ? SELECT
                : SELECT + " and label in (select s.id from "
                        + (dimensions == RollupDimensions.SERIES ? "series" : "slice") + " s where true"
                        + Series.conditions(only) + ")";
    }

    /** Says, for each cell, where its sums are added. */
    public interface Cells {
        RunningSums at(long startMillis);
    }

    /** The grain of the cells that answer for a grain. */
    public static Grain cells(Grain grain) {
        return switch (grain) {
            case ROW -> throw new IllegalArgumentException("rows are on no rollup page");
            case HOUR, DAY, MONTH -> grain;
            case ALL -> Grain.MONTH;
        };
    }

    /** When the page starts that has an instant's cell. */
    static Instant start(Grain cells, Instant instant, UsageCalendar calendar) {
        return switch (cells) {
            case ROW, ALL -> throw new IllegalArgumentException(cells + " is no grain of cells");
            case HOUR -> calendar.day(instant).start();
            case DAY -> calendar.month(instant).start();
            case MONTH -> calendar.start(LocalDate.of(calendar.date(instant).getYear(), 1, 1));
        };
    }

    /** The window in which the pages start that have the cells of a window. */
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

    /** Adds each cell to the sums it belongs to. */
    public static void read(byte[] bytes, long startMillis, Cells cells) {
        VarintReader numbers = new VarintReader(bytes);
        long at = startMillis;
        while (numbers.hasNext()) {
            at += numbers.next() * MILLIS;
            cells.at(at).add(numbers);
        }
    }
}
