package io.highwater.common.state;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that holds a lease, described well enough to tell on the same machine whether it still lives.
 *
 * @param host the machine's name
 * @param system identifies one boot and one process name space of that machine; empty where it has no such thing
 * @param pid the process
 * @param started when the process began, milliseconds since the epoch; a reused pid has another
 * @param user who runs it
 */
public record Holder(String host, String system, long pid, long started, String user) {

    /** The process this code runs in. */
    public static Holder thisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new Holder(
                hostName(), systemIdentity(), self.pid(), startOf(self), System.getProperty("user.name", "?"));
    }

    /** True only if this process can see that the holder's process is gone. False when it cannot tell. */
    public boolean isKnownDead(Holder observer) {
        if (system.isEmpty() || !system.equals(observer.system) || !host.equals(observer.host)) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isEmpty() || !process.get().isAlive() || startOf(process.get()) != started;
    }

    /** {@code process 4711 of user etl on host node-1}. */
    public String describe() {
        return "process " + pid + " of user " + user + " on host " + host;
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }

    private static String systemIdentity() {
        Path boot = Path.of("/proc/sys/kernel/random/boot_id");
        Path names = Path.of("/proc/self/ns/pid");
        try {
            return Files.readString(boot).strip() + "/" + Files.readSymbolicLink(names);
        } catch (java.io.IOException | UnsupportedOperationException notLinux) {
            return "";
        }
    }
}
