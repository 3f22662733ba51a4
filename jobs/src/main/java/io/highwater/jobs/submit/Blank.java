package io.highwater.jobs.submit;

import java.util.Arrays;
import java.util.List;

/** What only the user knows of where a job is to run. Until it is given, a text in angle brackets holds its place. */
enum Blank {
    API_SERVER("<api-server>", "the address of the Kubernetes API server"),
    APPLICATION("<application-id>", "the EMR Serverless application"),
    BUCKET("<bucket>", "where the jar and the configuration are"),
    CLUSTER("<cluster>", "the cluster"),
    CONFIGURATION("<configuration>", "the name of the configuration file"),
    IMAGE("<image>", "the container image, made by scripts/kubernetes/Dockerfile"),
    MASTER("<master>", "yarn, or spark://HOST:7077"),
    REGION("<region>", "the region"),
    ROLE("<role-arn>", "the role the job runs as"),
    VOLUME("<volume>", "the Unity Catalog volume, as CATALOG/SCHEMA/VOLUME");

    private final String text;
    private final String meaning;

    Blank(String text, String meaning) {
        this.text = text;
        this.meaning = meaning;
    }

    /** What stands in its place. */
    String text() {
        return text;
    }

    /** What it is to be replaced with. */
    String meaning() {
        return meaning;
    }

    /** Those that a text has. */
    static List<Blank> in(String text) {
        return Arrays.stream(values())
                .filter(blank -> text.contains(blank.text))
                .toList();
    }
}
