package io.highwater.jobs.submit;

import io.highwater.common.config.OpenSetting;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What will stand where others can read it, in definitions of jobs, on web pages and in lists of processes.
 *
 * @param target where that is
 * @param command what is run
 * @param conf Spark's settings, as {@code key=value}
 */
record OpenText(Target target, ClusterCommand command, List<String> conf) {
    /** These name a secret of Kubernetes; they do not hold one. */
    private static final Pattern NAMES_SECRET =
            Pattern.compile("spark\\.kubernetes\\.(driver|executor)\\.(secretKeyRef|secrets)\\..+");

    /**
     * Makes sure that no secret is told and that the driver can read what it is told to.
     *
     * @throws UserException if not; the secret is not in its message
     */
    void check(Submission job) {
        command.overrides().forEach(setting -> refuseSecret("--set", setting));
        conf.stream()
                .filter(setting ->
                        !NAMES_SECRET.matcher(OpenSetting.of(setting).key()).matches())
                .forEach(setting -> refuseSecret("--conf", setting));
        Stream.concat(Stream.of(job.jar()), job.arguments().stream().filter(text -> !isOverride(text)))
                .filter(text -> new OpenSetting("", text).tellsSecret())
                .findFirst()
                .ifPresent(text -> {
                    throw refused("one of the arguments");
                });
        command.confFiles().forEach(this::refuseUnreachable);
    }

    private boolean isOverride(String argument) {
        return command.overrides().contains(argument.replaceFirst("^--set=", ""));
    }

    private static void refuseSecret(String option, String setting) {
        OpenSetting open = OpenSetting.of(setting);
        if (open.tellsSecret()) {
            throw refused(option + " " + open.key());
        }
    }

    private static UserException refused(String what) {
        return new UserException(
                ExitCode.USAGE,
                "Cannot write " + what
                        + ": it would tell a secret to everybody who can see the job. Refer to the secret"
                        + " instead, with env:NAME or hadoop-credential:ALIAS, in the configuration file.");
    }

    private void refuseUnreachable(String file) {
        if (!target.reaches(file)) {
            throw new UserException(
                    ExitCode.USAGE,
                    "Cannot use --conf-file " + file + " with " + target.word()
                            + ": it is a path of this machine, and the"
                            + " driver runs on another. Copy it to where the driver can read it, such as "
                            + target.directory() + ", and name it so.");
        }
    }
}
