package io.highwater.jobs.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A workflow template of Dataproc: on a cluster that is named, or on one that is made for it and deleted afterwards. */
final class DataprocTemplate implements Platform {
    /** The image with Spark 4.1. Its own Delta is older than what the jar needs, and so is left out. */
    private static final String IMAGE = "3.0";

    /** Dataproc adds to it, so that two may be there at a time. */
    private static final String CLUSTER = "highwater";

    @Override
    public String text(Submission job) {
        ObjectNode template = Trees.object();
        ObjectNode step = template.putArray("jobs").addObject().put("stepId", job.name());
        step.set("sparkJob", Dataproc.sparkJob(job));
        ObjectNode placement = template.putObject("placement");
        job.place().namedCluster().ifPresentOrElse(cluster -> existing(placement, cluster), () -> managed(placement));
        return Trees.yaml(template);
    }

    @Override
    public String use(Submission job) {
        return new ShellCommand("gcloud", "dataproc", "workflow-templates", "import", job.name())
                .line("--region=" + job.place().region())
                .line("--source=FILE")
                .oneLine();
    }

    private static void existing(ObjectNode placement, String cluster) {
        placement.putObject("clusterSelector").putObject("clusterLabels").put("goog-dataproc-cluster-name", cluster);
    }

    private static void managed(ObjectNode placement) {
        placement
                .putObject("managedCluster")
                .put("clusterName", CLUSTER)
                .putObject("config")
                .putObject("softwareConfig")
                .put("imageVersion", IMAGE);
    }
}
