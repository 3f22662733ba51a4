package io.highwater.jobs.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import java.util.ArrayList;
import java.util.List;

/**
 * A step of an EMR cluster.
 *
 * @param name what the cluster shows
 * @param arguments what {@code command-runner.jar} runs
 */
record EmrStep(String name, List<String> arguments) {
    private static final String RUNNER = "command-runner.jar";
    private static final String ON_FAILURE = "CONTINUE";
    private static final int MOST = 10_240;

    /**
     * The step that runs a job.
     *
     * @throws UserException if EMR would refuse it
     */
    static EmrStep of(Submission job) {
        List<String> arguments = new ArrayList<>(List.of("spark-submit"));
        arguments.addAll(SparkSubmit.onYarn(job));
        arguments.add(job.jar());
        arguments.addAll(job.arguments());
        return new EmrStep(job.name(), arguments).checked();
    }

    /** As {@code aws emr add-steps --steps} takes it. */
    ObjectNode forCommandLine() {
        ObjectNode step = Trees.object();
        step.put("Type", "CUSTOM_JAR").put("Name", name).put("ActionOnFailure", ON_FAILURE);
        step.put("Jar", RUNNER).set("Args", Trees.texts(arguments));
        return step;
    }

    /** As the API takes it, and so boto3 and Airflow. */
    ObjectNode forApi() {
        ObjectNode step = Trees.object().put("Name", name).put("ActionOnFailure", ON_FAILURE);
        step.putObject("HadoopJarStep").put("Jar", RUNNER).set("Args", Trees.texts(arguments));
        return step;
    }

    private EmrStep checked() {
        int length = name.length()
                + RUNNER.length()
                + arguments.stream().mapToInt(String::length).sum();
        if (length > MOST) {
            throw new UserException(
                    ExitCode.USAGE,
                    String.format(
                            "Cannot make step %s: its texts have %,d characters, and EMR takes at most %,d. Write settings"
                                    + " into the configuration file instead of --set.",
                            name, length, MOST));
        }
        return this;
    }
}
