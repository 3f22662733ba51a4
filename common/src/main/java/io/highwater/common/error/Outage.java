package io.highwater.common.error;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.security.AccessControlException;

/** Tells failures of the storage and the cluster below, which may come up anywhere, from defects. */
public final class Outage {
    private static final List<Class<? extends IOException>> KINDS = List.of(
            SocketException.class,
            SocketTimeoutException.class,
            UnknownHostException.class,
            AccessDeniedException.class,
            AccessControlException.class);

    private static final String AMAZONS = "software.amazon.awssdk.";

    /** Clients of object stores are not everywhere. */
    private static final List<String> CLIENTS = List.of(
            AMAZONS,
            "org.apache.hadoop.fs.s3a.",
            "com.amazon.ws.emr.",
            "com.google.cloud.",
            "com.google.api.",
            "org.apache.hadoop.fs.azurebfs.",
            "org.apache.hadoop.ipc.");

    private static final String LOOK_AT_EVERYTHING =
            "Check that it is there and can be reached from here, and the credentials and rights; then run again.";

    /** Those that Hadoop throws when nobody whom it asks has credentials. */
    private static final String CREDENTIALS = "org.apache.hadoop.fs.s3a.auth.No";

    private static final String GIVE_CREDENTIALS =
            "There are no credentials for S3. Give them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, a"
                    + " role of the machine, or spark.hadoop.fs.s3a.aws.credentials.provider, the class that has them.";

    private static final Pattern ADDRESS = Pattern.compile("\\b[a-z][a-z0-9]+://[^\\s:'`]+");

    private Outage() {}

    /** What a user is to be told, if a failure is another user's failure underneath, or that of storage or cluster. */
    public static Optional<UserException> behind(Throwable failure) {
        List<Throwable> all = ExceptionUtils.getThrowableList(failure);
        return first(all, UserException.class)
                .or(() -> LostExecutors.behind(all, failure))
                .or(() -> all.stream().anyMatch(Outage::isOfStorage)
                        ? Optional.of(told(all, failure))
                        : Optional.empty());
    }

    private static boolean isOfStorage(Throwable failure) {
        return KINDS.stream().anyMatch(kind -> kind.isInstance(failure))
                || CLIENTS.stream().anyMatch(failure.getClass().getName()::startsWith);
    }

    private static UserException told(List<Throwable> all, Throwable failure) {
        String place = all.stream()
                .map(each -> ADDRESS.matcher(String.valueOf(each.getMessage())))
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst()
                .orElse("the storage");
        Throwable root = all.get(all.size() - 1);
        return new UserException(
                ExitCode.UNAVAILABLE,
                "Cannot use " + place + ": " + said(root).replaceFirst("[.\\s]+$", "") + ". "
                        + advice(failure).orElse(LOOK_AT_EVERYTHING),
                failure);
    }

    /** A file that may not be used is all that Java says of it. */
    private static String said(Throwable root) {
        boolean bare = root instanceof AccessDeniedException denied && denied.getReason() == null;
        return bare ? "permission denied: " + root.getMessage() : String.valueOf(root.getMessage());
    }

    /** What is to be done about a failure of a storage, if more is known than that there is one. */
    public static Optional<String> advice(Throwable failure) {
        List<Throwable> all = ExceptionUtils.getThrowableList(failure);
        boolean anonymous =
                all.stream().anyMatch(each -> each.getClass().getName().startsWith(CREDENTIALS));
        return anonymous
                ? Optional.of(GIVE_CREDENTIALS)
                : all.stream()
                        .filter(each -> each.getClass().getName().startsWith(AMAZONS))
                        .flatMap(each -> StoreAdvice.about(each).stream())
                        .findFirst();
    }

    private static <T> Optional<T> first(List<Throwable> all, Class<T> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
