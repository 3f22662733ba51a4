package io.highwater.jobs.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Steps of an EMR cluster, in one of the two shapes that there are. */
enum Emr implements Platform {
    COMMAND_LINE {
        @Override
        public String text(Submission job) {
            return Trees.json(Trees.array().add(EmrStep.of(job).forCommandLine()));
        }

        @Override
        public String use(Submission job) {
            return new ShellCommand("aws", "emr", "add-steps", "--cluster-id")
                    .line(job.place().cluster())
                    .line("--steps", "file://FILE")
                    .oneLine();
        }
    },
    API {
        @Override
        public String text(Submission job) {
            ObjectNode request = Trees.object().put("JobFlowId", job.place().cluster());
            request.putArray("Steps").add(EmrStep.of(job).forApi());
            return Trees.json(request);
        }

        @Override
        public String use(Submission job) {
            return "the request AddJobFlowSteps, as boto3 and other clients of the API send it";
        }
    }
}
