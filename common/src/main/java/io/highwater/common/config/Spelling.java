package io.highwater.common.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which word was meant. */
public final class Spelling {
    private Spelling() {}

    /** The word nearest to what was written, if it is near enough to be meant. */
    public static Optional<String> suggestion(String written, Collection<String> words) {
        return words.stream()
                .sorted()
                .min(Comparator.comparingInt(word -> distance(written, word)))
                .filter(word -> isNear(written, word));
    }

    static boolean isNear(String written, String word) {
        int tolerated = Math.max(1, Math.min(3, word.length() / 3));
        return distance(written, word) <= Math.min(tolerated, word.length() - 1);
    }

    /** Single-letter insertions, deletions, replacements and swaps of neighbours that turn one into the other. */
    static int distance(String one, String other) {
        int[] from = one.toLowerCase(Locale.ROOT).codePoints().toArray();
        int[] to = other.toLowerCase(Locale.ROOT).codePoints().toArray();
        int[][] distances = new int[from.length + 1][to.length + 1];
        for (int i = 0; i <= from.length; i++) {
            for (int j = 0; j <= to.length; j++) {
                distances[i][j] = i == 0 || j == 0 ? i + j : cheapest(distances, from, to, i, j);
            }
        }
        return distances[from.length][to.length];
    }

    private static int cheapest(int[][] distances, int[] from, int[] to, int i, int j) {
        int replaced = distances[i - 1][j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
        int least = Math.min(replaced, Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
        return swapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
    }
}
