package io.highwater.jobs.demo;

import io.highwater.jobs.cli.JobMain;
import io.highwater.jobs.cli.Surroundings;
import io.highwater.jobs.cli.TakesSurroundings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code demo}: loads a made-up shop's database into Delta tables and shows what happens when things go wrong. Needs
 * nothing but this program. Every claim it prints has been checked; the first that is not true ends it with exit code 1.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Shows all of this on a shop's database that it makes itself: nothing to install, about two minutes.")
public final class DemoCommand implements Callable<Integer>, TakesSurroundings {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "highwater-demo",
            description =
                    "Where the demo puts its files: a new directory, or that of an earlier demo, which is emptied."
                            + " Default: ${DEFAULT-VALUE}")
    private Path dir;

    @Option(
            names = "--orders",
            paramLabel = "N",
            defaultValue = "20000",
            description = "How many orders the shop has. Default: ${DEFAULT-VALUE}")
    private int orders;

    @Spec
    private CommandSpec spec;

    private Surroundings surroundings = Surroundings.ofProcess();

    @Override
    public void in(Surroundings others) {
        surroundings = others;
    }

    @Override
    public Integer call() {
        ShopSize size = new ShopSize(orders);
        DemoFolder folder = DemoFolder.fresh(dir);
        Object highwater = spec.root().userObject();
        Commands commands = new Commands(surroundings, (around, line) -> JobMain.execute(highwater, around, line));
        new DemoStory(surroundings, commands, folder, size).tell();
        return 0;
    }
}
