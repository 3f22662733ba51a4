package io.highwater.common.source.jdbc;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Boundaries of ranges with about equal numbers of rows, found without reading rows: the range of the key is halved
 * wherever the server estimates many rows, until every cell is small against a split.
 */
final class Bisection {
    private static final int CELLS_PER_SPLIT = 25;
    private static final int MOST_ESTIMATES = 4_000;

    private final Estimate estimate;
    private final PriorityQueue<Cell> cells =
            new PriorityQueue<>(Comparator.comparingLong(Cell::rows).reversed());
    private int estimates;

    Bisection(Estimate estimate) {
        this.estimate = estimate;
    }

    /** How many rows a half-open range of the key is believed to hold. */
    @FunctionalInterface
    interface Estimate {
        long rows(BigInteger from, BigInteger to) throws SQLException;
    }

    /** A half-open range with its estimate. */
    private record Cell(BigInteger from, BigInteger to, long rows) {
        BigInteger middle() {
            return from.add(to).shiftRight(1);
        }

        boolean canBeHalved() {
            return to.subtract(from).compareTo(BigInteger.ONE) > 0;
        }
    }

    /** Boundaries in ascending order between the least and the greatest key, at most one fewer than splits. */
    List<BigInteger> boundaries(BigInteger least, BigInteger greatest, int splits) throws SQLException {
        cells.add(cell(least, greatest.add(BigInteger.ONE)));
        List<Cell> done = new ArrayList<>();
        while (!cells.isEmpty()) {
            Cell heaviest = cells.remove();
            long wanted = Math.max(1, total(heaviest, done) / ((long) CELLS_PER_SPLIT * splits));
            if (heaviest.rows() <= wanted || !heaviest.canBeHalved() || estimates >= MOST_ESTIMATES) {
                done.add(heaviest);
            } else {
                cells.add(cell(heaviest.from(), heaviest.middle()));
                cells.add(cell(heaviest.middle(), heaviest.to()));
            }
        }
        done.sort(Comparator.comparing(Cell::from));
        return edges(done, splits);
    }

    private Cell cell(BigInteger from, BigInteger to) throws SQLException {
        estimates++;
        return new Cell(from, to, estimate.rows(from, to));
    }

    private long total(Cell taken, List<Cell> done) {
        return taken.rows()
                + cells.stream().mapToLong(Cell::rows).sum()
                + done.stream().mapToLong(Cell::rows).sum();
    }

    /** The edge of a cell that is nearest to each share of the rows. */
    private static List<BigInteger> edges(List<Cell> cells, int splits) {
        long total = cells.stream().mapToLong(Cell::rows).sum();
        List<BigInteger> edges = new ArrayList<>();
        long below = 0;
        for (Cell cell : cells) {
            long share = Math.round((double) total * (edges.size() + 1) / splits);
            boolean nearest = below > 0 && share - below <= below + cell.rows() - share;
            if (edges.size() < splits - 1 && nearest) {
                edges.add(cell.from());
            }
            below += cell.rows();
        }
        return edges;
    }
}
