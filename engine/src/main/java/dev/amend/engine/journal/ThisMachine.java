package dev.amend.engine.journal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * This machine, as the operating system describes it. On Linux, a machine is one boot of one kernel and one process
 * namespace, so two containers of the same name differ. A process is identified by the clock tick of its start, which
 * does not change when the clock is set.
 */
public final class ThisMachine implements Machine {
    private static final Path PROC = Path.of("/proc");
    private static final int STATE_FIELD = 0;
    private static final int START_FIELD = 19;

    @Override
    public Lease.Holder holder(String runId) {
        long pid = ProcessHandle.current().pid();
        return new Lease.Holder(
                runId, user(), hostName(), identity(), pid, started(pid).orElse("unknown"));
    }

    @Override
    public boolean isGone(Lease.Holder holder) {
        // Another user's processes may be hidden from us
        boolean seen = holder.machine().equals(identity()) && holder.owner().equals(user());
        return seen && !started(holder.pid()).equals(Optional.of(holder.processStarted()));
    }

    private static String user() {
        return System.getProperty("user.name", "unknown");
    }

    private static String hostName() {
        return line(PROC.resolve("sys/kernel/hostname")).orElseGet(() -> {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "localhost";
            }
        });
    }

    private static String identity() {
        Optional<String> boot = line(PROC.resolve("sys/kernel/random/boot_id"));
        return boot.map(id -> hostName() + "/" + id + "/" + processNamespace()).orElseGet(ThisMachine::hostName);
    }

    private static String processNamespace() {
        try {
            return Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** The start of a process; empty if there is no such process, or only a zombie that its parent did not collect. */
    static Optional<String> started(long pid) {
        Optional<String> status = line(PROC.resolve(pid + "/stat"));
        if (status.isEmpty()) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().startInstant())
                    .map(Object::toString);
        }

        // The second field is the program's name in parentheses and may hold anything
        String[] fields =
                status.get().substring(status.get().lastIndexOf(')') + 2).split(" ", -1);
        boolean dead = fields[STATE_FIELD].equals("Z") || fields[STATE_FIELD].equals("X");
        return dead ? Optional.empty() : Optional.of("tick " + fields[START_FIELD]);
    }

    private static Optional<String> line(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
