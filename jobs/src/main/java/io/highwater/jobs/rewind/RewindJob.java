package io.highwater.jobs.rewind;

import io.highwater.common.error.ExitCode;
import io.highwater.common.error.UserException;
import io.highwater.common.job.Job;
import io.highwater.common.job.OneUnit;
import io.highwater.common.job.Outcome;
import io.highwater.common.job.Plan;
import io.highwater.common.job.RunContext;
import io.highwater.common.job.Step;
import io.highwater.common.job.WatermarkTrail;
import io.highwater.common.state.Watermark;
import io.highwater.common.target.DeltaTarget;
import io.highwater.common.target.Stamp;
import io.highwater.common.time.PositionText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Sets a watermark back, in the data first and in the state second, like every other step of a job. */
final class RewindJob implements Job {
    static final String PATTERN = "rewind";

    private final DeltaTarget target;
    private final WatermarkTrail trail;
    private final Destination destination;

    RewindJob(DeltaTarget target, WatermarkTrail trail, Destination destination) {
        this.target = target;
        this.trail = trail;
        this.destination = destination;
    }

    @Override
    public String pattern() {
        return PATTERN;
    }

    @Override
    public List<DeltaTarget> targets() {
        return List.of(target);
    }

    @Override
    public Plan plan() {
        Watermark present = trail.present()
                .watermark()
                .orElseThrow(() -> refused("the job has no watermark: its next run reads everything anyway"));
        Optional<Watermark> wanted = wanted(present);
        String words = "the watermark " + (wanted.isPresent() ? "goes" : "is forgotten, it goes") + " from "
                + present.text() + " back to " + wanted.map(Watermark::text).orElse("the beginning");
        return new OneUnit(List.of(words), context -> rewound(context, wanted, words));
    }

    private Outcome rewound(RunContext context, Optional<Watermark> wanted, String words) {
        Map<String, String> facts = wanted.map(WatermarkTrail::facts).orElse(Map.of());
        context.checkLease();
        Stamp stamp = context.stamp(facts);
        OptionalLong version = target.live().isPresent() ? OptionalLong.of(target.mark(stamp)) : OptionalLong.empty();
        if (version.isPresent()) {
            context.reached(Step.COMMITTED);
        }
        wanted.ifPresentOrElse(
                watermark -> trail.set(watermark.reachedBy(stamp.run(), stamp.generation(), context.now(), version)),
                trail::forget);
        return version.isPresent()
                ? new Outcome.Committed(version.getAsLong(), 0, 0, 0, 0, List.of(words))
                : new Outcome.Unchanged(0, words, List.of());
    }

    private Optional<Watermark> wanted(Watermark present) {
        if (destination instanceof Destination.Beginning) {
            return Optional.empty();
        }
        Watermark earlier = destination instanceof Destination.Version version
                ? asOf(version.version())
                : at(((Destination.Position) destination).text(), present);
        if (earlier.position() > present.position()) {
            throw refused("the watermark is at " + present.text() + " and only goes back; to " + earlier.text()
                    + " it comes by loading");
        }
        return Optional.of(earlier);
    }

    private Watermark asOf(long version) {
        return trail.asOf(version)
                .orElseThrow(() -> refused("the log of " + target.address()
                        + " does not tell of a watermark at version " + version
                        + "; DESCRIBE HISTORY shows the versions there are"));
    }

    private Watermark at(String text, Watermark present) {
        OptionalLong position = PositionText.parse(text, present.type(), present.zone());
        if (position.isEmpty()) {
            throw refused(text + " is no position of " + present.column() + ": expected one such as " + present.text());
        }
        return new Watermark(
                present.job(),
                present.column(),
                present.type(),
                present.zone(),
                position.getAsLong(),
                present.run(),
                present.generation(),
                present.at(),
                present.targetVersion(),
                present.keysCompared());
    }

    private UserException refused(String why) {
        return new UserException(ExitCode.REFUSED, "Cannot rewind: " + why + ". Nothing was changed.");
    }
}
