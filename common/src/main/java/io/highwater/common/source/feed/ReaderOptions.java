package io.highwater.common.source.feed;

import io.highwater.common.source.FileFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Options of Spark's reader for the files of a feed: a user's, as far as no record is lost by them without a word, and ours. */
final class ReaderOptions {
    private static final Map<String, Predicate<String>> LOSING = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        LOSING.put("ignoreMissingFiles", value -> true);
        LOSING.put("ignoreCorruptFiles", value -> true);
        LOSING.put("fileNameOnly", otherThan("false"));
        LOSING.put("recursiveFileLookup", otherThan("true"));
        LOSING.put("ignoreExtension", otherThan("true"));
        LOSING.put("modifiedBefore", value -> true);
        LOSING.put("modifiedAfter", value -> true);
        LOSING.put("mode", otherThan("PERMISSIVE", "FAILFAST"));
        LOSING.put("columnNameOfCorruptRecord", value -> true);
        LOSING.put("unescapedQuoteHandling", "SKIP_VALUE"::equalsIgnoreCase);
    }

    private ReaderOptions() {}

    private static Predicate<String> otherThan(String... harmless) {
        return value -> List.of(harmless).stream().noneMatch(value::equalsIgnoreCase);
    }

    /** Those of a user's options by which files, records or values are left out. */
    static List<String> losing(Map<String, String> options) {
        return options.entrySet().stream()
                .filter(option ->
                        LOSING.getOrDefault(option.getKey(), value -> false).test(option.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** A user's options and ours, which go before what the session has. */
    static Map<String, String> reading(FileFormat format, Map<String, String> options) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (format == FileFormat.CSV) {
            all.put("mode", "PERMISSIVE");
        }
        all.putAll(options);
        if (format == FileFormat.CSV) {
            all.put("columnNameOfCorruptRecord", Records.MALFORMED);
        }
        all.put("recursiveFileLookup", "true");
        all.put("ignoreMissingFiles", "false");
        all.put("ignoreCorruptFiles", "false");
        return all;
    }
}
