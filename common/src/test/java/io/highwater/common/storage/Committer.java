package io.highwater.common.storage;

import io.delta.storage.LogStore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A process that makes a commit by one log store after the other, and then many by ours, each in the first version that it
 * finds free. It prints what it was told of each. Its arguments are its name, the directory of a table, how many commits, and
 * Hadoop's settings, each {@code name=value}.
 */
final class Committer {
    static final String COMMITTED = "committed";
    static final String REFUSED = "refused";

    private final String name;
    private final Configuration hadoop;

    private Committer(String name, Configuration hadoop) {
        this.name = name;
        this.hadoop = hadoop;
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        Configuration hadoop = new Configuration();
        for (String setting : List.of(arguments).subList(3, arguments.length)) {
            hadoop.set(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        Committer committer = new Committer(arguments[0], hadoop);
        for (Class<? extends LogStore> kind : TwoProcessesTest.KINDS) {
            LogStore store = kind.getConstructor(Configuration.class).newInstance(hadoop);
            Path commit = commit(arguments[1] + "/" + kind.getSimpleName(), 1);
            System.out.println(kind.getSimpleName() + " " + committer.outcome(store, commit));
        }
        committer.race(arguments[1] + "/race", Integer.parseInt(arguments[2]));
    }

    static Path commit(String table, int version) {
        return new Path(String.format("%s/_delta_log/%020d.json", table, version));
    }

    @SuppressWarnings("SystemOut")
    private void race(String table, int commits) throws IOException {
        LogStore store = new ConditionalLogStore(hadoop);
        int version = 0;
        for (int made = 0; made < commits; version++) {
            if (outcome(store, commit(table, version)).equals(COMMITTED)) {
                System.out.println("race " + version);
                made++;
            }
        }
    }

    private String outcome(LogStore store, Path commit) throws IOException {
        try {
            store.write(commit, List.of(name).iterator(), false, hadoop);
            return COMMITTED;
        } catch (FileAlreadyExistsException taken) {
            return REFUSED;
        }
    }
}
