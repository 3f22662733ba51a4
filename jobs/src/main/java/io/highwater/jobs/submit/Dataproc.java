package io.highwater.jobs.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A job of a Dataproc cluster, as a command. */
final class Dataproc implements Platform {
    @Override
    public String text(Submission job) {
        ShellCommand command = new ShellCommand("gcloud", "dataproc", "jobs", "submit", "spark")
                .line("--cluster=" + job.place().cluster());
        return rest(command, job);
    }

    @Override
    public String use(Submission job) {
        return "run it where gcloud is installed";
    }

    /** What both kinds of Dataproc take. */
    static String rest(ShellCommand command, Submission job) {
        return command.line("--region=" + job.place().region())
                .line("--class=" + job.mainClass())
                .line("--jars=" + job.jar())
                .line("--properties=" + properties(job.withDeltaAndPackages()))
                .line("--")
                .arguments(job.arguments())
                .text();
    }

    /** The job in the words of the API, in camel case as documents have them. */
    static ObjectNode sparkJob(Submission job) {
        ObjectNode spark = Trees.object().put("mainClass", job.mainClass());
        spark.set("jarFileUris", Trees.texts(List.of(job.jar())));
        spark.set("args", Trees.texts(job.arguments()));
        spark.set("properties", Trees.texts(job.withDeltaAndPackages()));
        return spark;
    }

    /** Values may have commas, so that gcloud has to be told of another delimiter: one that none of them has. */
    private static String properties(Map<String, String> properties) {
        String all = properties.toString();
        String delimiter = Stream.iterate("#", longer -> longer + "_#")
                .filter(each -> !all.contains(each))
                .findFirst()
                .orElseThrow();
        return properties.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(delimiter, "^" + delimiter + "^", ""));
    }
}
