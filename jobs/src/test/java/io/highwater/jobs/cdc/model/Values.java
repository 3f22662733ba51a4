package io.highwater.jobs.cdc.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** A few values per column, so that they recur: extremes and peculiarities, and some at random. */
final class Values {
    private static final int PECULIAR = 4;
    private static final int RANDOM = 2;
    private static final List<String> NAMES = List.of(
            "",
            " ",
            " Zoë ",
            "O'Brien \"Q\"",
            "back\\slash \\n \\\" \\u0041",
            "line\nbreak\r\n\ttab",
            "👩‍👩‍👧 😀",
            "é",
            "e\u0301",
            "null",
            "NULL",
            "a,b;c|d",
            "\u0001\u001f\u007f",
            "\u2028\u2029\ufeff",
            "שלום עולם",
            "{\"amount\":1.5}",
            "amount");
    private static final List<BigDecimal> AMOUNTS = List.of(
            new BigDecimal("9999999999999999999999999999.9999999999"),
            new BigDecimal("-9999999999999999999999999999.9999999999"),
            new BigDecimal("0.0000000000"),
            new BigDecimal("0.0000000001"),
            new BigDecimal("-0.0000000001"),
            new BigDecimal("0.1000000000"),
            new BigDecimal("9007199254740993.0000000001"),
            new BigDecimal("1.5000000000"));
    private static final List<Instant> MOMENTS = List.of(
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.999999Z"),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.parse("1970-01-01T00:00:00Z"),
            Instant.parse("1582-10-10T12:00:00.000001Z"),
            Instant.parse("1900-02-28T23:59:59.100000Z"),
            Instant.parse("2024-03-31T01:30:00.000001Z"),
            Instant.parse("2038-01-19T03:14:08Z"));
    private static final List<Long> COUNTS =
            List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L, 1L, (1L << 53) + 1, (long) Integer.MAX_VALUE + 1);

    private final Random random;
    private final Map<String, List<?>> pools = new LinkedHashMap<>();

    Values(Random random, int longestNote) {
        this.random = random;
        pools.put("name", pool(NAMES, () -> text(random.nextInt(12))));
        pools.put("amount", pool(AMOUNTS, this::amount));
        pools.put("happened", pool(MOMENTS, this::moment));
        pools.put("count", pool(COUNTS, random::nextLong));
        pools.put("note", pool(List.of("", "short", text(longestNote), "two\nlines"), () -> text(random.nextInt(200))));
    }

    Object draw(String column) {
        List<?> pool = pools.get(column);
        return pool.get(random.nextInt(pool.size()));
    }

    private <T> List<T> pool(List<T> peculiar, Supplier<T> more) {
        List<T> shuffled = new ArrayList<>(peculiar);
        Collections.shuffle(shuffled, random);
        List<T> pool = new ArrayList<>(shuffled.subList(0, PECULIAR));
        for (int i = 0; i < RANDOM; i++) {
            pool.add(more.get());
        }
        return pool;
    }

    /** Characters of one to four bytes, among them quotes, backslashes, line breaks and combining marks. */
    private String text(int characters) {
        String alphabet = "abcXYZ019 \"'\\\n,äßñ\u0301\u0327日本€😀🚀";
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < characters; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private BigDecimal amount() {
        BigInteger unscaled = new BigInteger(random.nextInt(126), random);
        BigDecimal amount = new BigDecimal(unscaled, 10).setScale(10, RoundingMode.UNNECESSARY);
        return random.nextBoolean() ? amount : amount.negate();
    }

    private Instant moment() {
        long first = MOMENTS.get(0).getEpochSecond();
        long last = MOMENTS.get(1).getEpochSecond();
        long seconds = first + (long) (random.nextDouble() * (last - first));
        return Instant.ofEpochSecond(seconds).plus(random.nextInt(1_000_000), ChronoUnit.MICROS);
    }
}
