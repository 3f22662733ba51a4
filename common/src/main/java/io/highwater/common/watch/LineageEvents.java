package io.highwater.common.watch;

import io.highwater.common.source.DataPlace;
import io.highwater.common.state.RunRecord;
import io.highwater.common.state.RunStatus;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.utils.DatasetIdentifier;
import io.openlineage.client.utils.UUIDUtils;
import io.openlineage.spark.agent.ArgumentParser;
import io.openlineage.spark.agent.EventEmitter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/** A run's events, by the classes that the listener of OpenLineage brings and to where its settings say. */
final class LineageEvents {
    private static final URI PRODUCER = URI.create("pkg:maven/io.highwater/highwater-common");

    private final OpenLineage facets = new OpenLineage(PRODUCER);
    private final EventEmitter emitter;
    private final LineageNames names;
    private final RunFacts facts;

    private LineageEvents(EventEmitter emitter, LineageNames names, RunFacts facts) {
        this.emitter = emitter;
        this.names = names;
        this.facts = facts;
    }

    static LineageEvents of(SparkConf settings, Configuration hadoop, RunFacts facts) {
        try {
            EventEmitter emitter = new EventEmitter(ArgumentParser.parse(settings), settings.get("spark.app.name"));
            return new LineageEvents(emitter, new LineageNames(hadoop), facts);
        } catch (URISyntaxException unusable) {
            throw new IllegalArgumentException(unusable);
        }
    }

    /** Where this fails nothing more can be told, and what it was told by is let go. */
    void started() {
        try {
            emit(EventType.START, facts.startedAt(), facets.newRunFacetsBuilder(), Optional.empty());
        } catch (RuntimeException | LinkageError failure) {
            emitter.close();
            throw failure;
        }
    }

    /** Why a run failed stays where its record is: a message may say more than is meant for others. */
    void ended(RunRecord record) {
        OpenLineage.RunFacetsBuilder run = facets.newRunFacetsBuilder();
        boolean done = record.status() == RunStatus.SUCCESS;
        if (!done) {
            String message = "Run " + record.run() + " of job " + record.job() + " failed with exit code "
                    + record.exitCode().orElse(1) + "; the table of runs says why.";
            run.errorMessage(facets.newErrorMessageRunFacet(message, "java", null));
        }
        try {
            emit(done ? EventType.COMPLETE : EventType.FAIL, record.endedAt(), run, Optional.of(record));
        } finally {
            emitter.close();
        }
    }

    private void emit(EventType type, Instant at, OpenLineage.RunFacetsBuilder run, Optional<RunRecord> record) {
        parent().ifPresent(run::parent);
        emitter.getClient()
                .emit(facets.newRunEventBuilder()
                        .eventType(type)
                        .eventTime(at.atZone(ZoneOffset.UTC))
                        .run(facets.newRun(id(), run.build()))
                        .job(job())
                        .inputs(facts.inputs().stream().map(this::input).toList())
                        .outputs(outputs(record))
                        .build());
    }

    /** The same for all events of a run. */
    private UUID id() {
        return UUIDUtils.generateStaticUUID(
                facts.startedAt(), (facts.job() + "/" + facts.run()).getBytes(StandardCharsets.UTF_8));
    }

    private OpenLineage.Job job() {
        String pattern = facts.pattern().toUpperCase(Locale.ROOT);
        return facets.newJobBuilder()
                .namespace(emitter.getJobNamespace())
                .name(facts.job())
                .facets(facets.newJobFacetsBuilder()
                        .jobType(facets.newJobTypeJobFacet("BATCH", "HIGHWATER", pattern, null))
                        .build())
                .build();
    }

    /** What started this application, if its settings say so. */
    private Optional<OpenLineage.ParentRunFacet> parent() {
        return emitter.getParentRunId()
                .map(id -> facets.newParentRunFacetBuilder()
                        .run(facets.newParentRunFacetRun(id, null))
                        .job(facets.newParentRunFacetJob(
                                emitter.getParentJobNamespace().orElse(emitter.getJobNamespace()),
                                emitter.getParentJobName().orElse(""),
                                null))
                        .build());
    }

    private OpenLineage.InputDataset input(DataPlace place) {
        DatasetIdentifier name = names.of(place);
        return facets.newInputDatasetBuilder()
                .namespace(name.getNamespace())
                .name(name.getName())
                .build();
    }

    /** Of several tables nobody has counted which rows went where. */
    private List<OpenLineage.OutputDataset> outputs(Optional<RunRecord> record) {
        Optional<RunRecord> known = record.filter(one -> facts.outputs().size() == 1);
        return facts.outputs().stream().map(place -> output(place, known)).toList();
    }

    private OpenLineage.OutputDataset output(DataPlace place, Optional<RunRecord> record) {
        DatasetIdentifier name = names.of(place);
        OpenLineage.OutputDatasetBuilder output =
                facets.newOutputDatasetBuilder().namespace(name.getNamespace()).name(name.getName());
        record.ifPresent(run -> addFigures(output, run));
        return output.build();
    }

    private static Long bytes(RunRecord run) {
        return run.bytesWritten().isPresent() ? run.bytesWritten().getAsLong() : null;
    }

    private void addFigures(OpenLineage.OutputDatasetBuilder output, RunRecord run) {
        run.targetVersion()
                .ifPresent(version -> output.facets(facets.newDatasetFacetsBuilder()
                        .version(facets.newDatasetVersionDatasetFacet(Long.toString(version)))
                        .build()));
        run.rowsWritten()
                .ifPresent(rows -> output.outputFacets(facets.newOutputDatasetOutputFacetsBuilder()
                        .outputStatistics(facets.newOutputStatisticsOutputDatasetFacet(rows, bytes(run), null))
                        .build()));
    }
}
