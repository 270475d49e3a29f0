package io.groqmeter.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows of text in columns, two spaces apart: the first column aligned left, the others right, as for numbers, or all of them left.
 * Widths count code points. Not thread-safe.
 */
public final class TextTable {

    private final String indent;
    private final boolean numbers;
    private final List<String[]> rows = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();

    /** @param indent what every line begins with */
    public TextTable(String indent) {
        this(indent, true);
    }

    private TextTable(String indent, boolean numbers) {
        this.indent = indent;
        this.numbers = numbers;
    }

    /** A table with every column aligned left. */
    public static TextTable ofText(String indent) {
        return new TextTable(indent, false);
    }

    /** Adds a row; rows may differ in length. */
    public TextTable row(String... texts) {
        String[] cells = Stream.of(texts).map(OneLine::of).toArray(String[]::new);
        rows.add(cells);
        for (int column = 0; column < cells.length; column++) {
            if (column == widths.size()) {
                widths.add(0);
            }
            widths.set(column, Math.max(widths.get(column), width(cells[column])));
        }
        return this;
    }

    /** The rows as lines, without spaces at their ends. */
    public List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(String[] cells) {
        StringBuilder line = new StringBuilder(indent);
        for (int column = 0; column < cells.length; column++) {
            String gap = " ".repeat(widths.get(column) - width(cells[column]));
            line.append(column == 0 ? "" : "  ");
            line.append(column > 0 && numbers ? gap + cells[column] : cells[column] + gap);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
