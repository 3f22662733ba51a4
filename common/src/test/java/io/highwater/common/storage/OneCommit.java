package io.highwater.common.storage;

import io.delta.storage.LogStore;
import java.nio.file.FileAlreadyExistsException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A process that makes the same commit by one log store after the other, and prints what it was told of each: {@code NAME}, the
 * settings of Hadoop, each {@code name=value}, and then the pairs of log store and commit, each {@code class@path}.
 */
final class OneCommit {
    static final String COMMITTED = "committed";
    static final String REFUSED = "refused";

    private OneCommit() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        Configuration hadoop = new Configuration();
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            String[] parts = argument.split("[=@]", 2);
            if (argument.contains("@")) {
                System.out.println(parts[0] + " " + outcome(store(parts[0], hadoop), parts[1], arguments[0], hadoop));
            } else {
                hadoop.set(parts[0], parts[1]);
            }
        }
    }

    private static LogStore store(String name, Configuration hadoop) throws ReflectiveOperationException {
        return (LogStore)
                Class.forName(name).getConstructor(Configuration.class).newInstance(hadoop);
    }

    private static String outcome(LogStore store, String path, String line, Configuration hadoop) throws Exception {
        try {
            Iterator<String> lines = List.of(line).iterator();
            store.write(new Path(path), lines, false, hadoop);
            return COMMITTED;
        } catch (FileAlreadyExistsException taken) {
            return REFUSED;
        }
    }
}
