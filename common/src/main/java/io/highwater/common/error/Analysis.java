package io.highwater.common.error;

import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.spark.sql.AnalysisException;

/** Catches Spark's analysis errors, which its Scala methods throw without declaring them. */
public final class Analysis {
    private Analysis() {}

    /**
     * Does something that Spark has to understand first.
     *
     * @param explained makes the failure a user sees from the first line of Spark's message
     */
    public static <T> T of(Callable<T> action, Function<String, String> explained) {
        try {
            return action.call();
        } catch (RuntimeException other) {
            throw other;
        } catch (Exception failure) {
            if (failure instanceof AnalysisException analysis) {
                String message = explained.apply(firstSentence(analysis));
                throw new UserException(ExitCode.CONFIGURATION, message, failure);
            }
            throw new IllegalStateException(failure);
        }
    }

    private static String firstSentence(AnalysisException failure) {
        String line = failure.getMessage().lines().findFirst().orElse("").strip();
        return line.replaceFirst(" SQLSTATE: \\w+$", "").replaceFirst(" SQLSTATE: \\w+;?.*$", "");
    }
}
