package io.highwater.jobs;

import io.highwater.common.testing.AsUsersRunIt;
import io.highwater.common.testing.TestSpark;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands in processes of their own, with this JVM's class path and options, and its session's savings. */
public final class JobProcess {
    private JobProcess() {}

    /** Starts a main class; what it prints goes to a file. */
    public static Process start(Class<?> main, Path output, List<String> arguments) throws IOException {
        return of(main, arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    /** A process that can be started. */
    public static ProcessBuilder of(Class<?> main, List<String> arguments) throws IOException {
        return of(ClassArchive.options(), main, arguments);
    }

    /** With options that name the class path. */
    static ProcessBuilder of(List<String> options, Class<?> main, List<String> arguments) {
        List<String> call =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-XX:+Use"))
                .forEach(call::add);
        AsUsersRunIt.Defaults.SAVINGS.stream()
                .filter(name -> TestSpark.session().conf().contains(name))
                .forEach(name ->
                        call.add("-D" + name + "=" + TestSpark.session().conf().get(name)));
        call.addAll(List.of(
                "-Xmx1g",
                // They end before code that takes longer to compile would pay.
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=" + System.getProperty("log4j2.configurationFile")));
        call.addAll(options);
        call.add(main.getName());
        call.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(call);
        builder.environment().put("DB_PASSWORD", "postgres");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return builder;
    }
}
