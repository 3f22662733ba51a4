package io.highwater.common.error;

import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What is to be done about an answer of S3. Not to be touched where its client is not on the class path. */
final class StoreAdvice {
    private static final int MOVED = 301;
    private static final int BUSY = 503;

    private StoreAdvice() {}

    /** Advice about a failure of the client, if there is any that is more than to look at everything. */
    static Optional<String> about(Throwable failure) {
        return failure instanceof AwsServiceException answer ? about(answer) : Optional.empty();
    }

    private static Optional<String> about(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        if (code.equals("RequestTimeTooSkewed")) {
            return Optional.of(
                    "The clock of this machine, or that of the store, is wrong. Set it right; then run again.");
        }
        if (code.equals("AuthorizationHeaderMalformed") || answer.statusCode() == MOVED) {
            return Optional.of("The bucket is in another region, or behind another endpoint. Set"
                    + " spark.hadoop.fs.s3a.endpoint.region, or spark.hadoop.fs.s3a.endpoint; then run again.");
        }
        return answer.statusCode() == BUSY
                ? Optional.of("The store wants fewer requests at a time, and did so again and again. Run again later;"
                        + " spark.hadoop.fs.s3a.retry.throttle.limit says how long it is asked.")
                : Optional.empty();
    }
}
