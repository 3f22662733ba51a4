package io.highwater.common.source.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The blocks of a table and of all its partitions or children. One range of block numbers applies to each of them, so a
 * boundary is set where the blocks below it, added up over all, reach their share.
 */
record PostgresBlocks(List<Relation> relations) {
    private static final String SIZES =
            "WITH RECURSIVE hw_tree(id) AS (SELECT to_regclass(?)::oid UNION SELECT inhrelid FROM pg_inherits"
                    + " JOIN hw_tree ON inhparent = hw_tree.id)"
                    + " SELECT c.relkind::text, coalesce(a.amname, ''),"
                    + " coalesce(pg_relation_size(c.oid), 0) / current_setting('block_size')::bigint,"
                    + " coalesce(pg_table_size(c.oid), 0) FROM hw_tree JOIN pg_class c ON c.oid = hw_tree.id"
                    + " LEFT JOIN pg_am a ON a.oid = c.relam";

    /** One table, partition or child: its kind and access method as the catalog has them, and how large it is now. */
    record Relation(String kind, String method, long blocks, long bytes) {
        boolean isHeap() {
            return kind.equals("p") || ((kind.equals("r") || kind.equals("m")) && method.equals("heap"));
        }
    }

    static PostgresBlocks of(Scan scan) throws SQLException {
        String name =
                scan.table().stream().map(part -> Quoting.doubled(part, '"')).collect(Collectors.joining("."));
        List<Relation> relations = Sql.rows(
                scan.connection(),
                SIZES,
                row -> new Relation(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)),
                name);
        return new PostgresBlocks(relations);
    }

    boolean areSplittable() {
        return !relations.isEmpty() && relations.stream().allMatch(Relation::isHeap);
    }

    long bytes() {
        return relations.stream().mapToLong(Relation::bytes).sum();
    }

    /** Row addresses between so many ranges of as many blocks each. */
    List<String> boundaries(int splits) {
        long total = blocksBelow(Long.MAX_VALUE);
        List<String> boundaries = new ArrayList<>();
        long last = 0;
        for (int i = 1; i < splits; i++) {
            long block = firstWithAtLeast(Math.round((double) total * i / splits));
            if (block > last && blocksBelow(block) < total) {
                boundaries.add("'(" + block + ",0)'::tid");
                last = block;
            }
        }
        return boundaries;
    }

    private long firstWithAtLeast(long wanted) {
        long low = 0;
        long high = relations.stream().mapToLong(Relation::blocks).max().orElse(0);
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (blocksBelow(middle) >= wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private long blocksBelow(long block) {
        return relations.stream()
                .mapToLong(relation -> Math.min(relation.blocks(), block))
                .sum();
    }
}
