package io.highwater.common.state;

import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.defaults.engine.hadoopio.HadoopFileIO;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.storage.LogStore;
import io.highwater.common.storage.ConditionalLogStore;
import io.highwater.common.storage.LinkingLogStore;
import io.highwater.common.storage.S3Defaults;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Delta Kernel's files, but for how commits are written: by log stores of ours where no other is set. Kernel itself would look for
 * their classes beside its own, where they are not on clusters that have Delta among their own jars.
 */
final class CommittingFiles extends HadoopFileIO {
    private final Configuration hadoop;
    private final Map<String, Function<Configuration, LogStore>> ours = new HashMap<>();

    CommittingFiles(Configuration hadoop) {
        super(hadoop);
        this.hadoop = hadoop;
        ours.put("file", LinkingLogStore::new);
        S3Defaults.SCHEMES.forEach(scheme -> ours.put(scheme, ConditionalLogStore::new));
    }

    @Override
    public OutputFile newOutputFile(String path) {
        OutputFile file = super.newOutputFile(path);
        return logStore(new Path(path))
                .<OutputFile>map(store -> new Commit(file, store))
                .orElse(file);
    }

    /** Empty where Kernel's own is as good. */
    private Optional<LogStore> logStore(Path path) {
        String scheme = path.toUri().getScheme();
        boolean isOthers = hadoop.get("io.delta.kernel.logStore." + scheme + ".impl") != null;
        return isOthers
                ? Optional.empty()
                : Optional.ofNullable(ours.get(scheme)).map(store -> store.apply(hadoop));
    }

    private final class Commit implements OutputFile {
        private final OutputFile plain;
        private final LogStore store;

        private Commit(OutputFile plain, LogStore store) {
            this.plain = plain;
            this.store = store;
        }

        @Override
        public String path() {
            return plain.path();
        }

        @Override
        public PositionOutputStream create(boolean putIfAbsent) throws IOException {
            return plain.create(putIfAbsent);
        }

        @Override
        public void writeAtomically(CloseableIterator<String> lines, boolean overwrite) throws IOException {
            try (lines) {
                store.write(new Path(path()), lines, overwrite, hadoop);
            }
        }
    }
}
