package io.highwater.common.report;

import java.util.ArrayList;
import java.util.List;

/** Cells in aligned columns; the first row is the heading. */
public final class TextTable {
    private TextTable() {}

    /** The rows as lines: numbers to the right, everything else to the left. */
    public static List<String> lines(List<List<String>> rows) {
        int columns = rows.get(0).size();
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                line.append(column == 0 ? "" : "  ").append(padded(row.get(column), width(rows, column)));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String padded(String cell, int width) {
        String blanks = " ".repeat(width - cell.length());
        return cell.matches("[0-9][0-9,.]*( s)?") ? blanks + cell : cell + blanks;
    }
}
