package dev.amend.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ThisMachineTest {
    private final ThisMachine machine = new ThisMachine();

    @Test
    void knowsItself() {
        Lease.Holder self = machine.holder("run-1");

        assertThat(self).isEqualTo(machine.holder("run-1"));
        assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(self.owner()).isEqualTo(System.getProperty("user.name"));
        assertThat(self.host()).isNotBlank();
        assertThat(machine.isGone(self)).isFalse();
    }

    @Test
    void knowsThatAnEarlierProcessOfTheSameIdIsGone() {
        Lease.Holder self = machine.holder("run-1");

        assertThat(machine.isGone(
                        new Lease.Holder("run-0", self.owner(), self.host(), self.machine(), self.pid(), "tick 1")))
                .isTrue();
    }

    @Test
    void knowsNothingOfOtherMachinesAndOtherUsers() {
        Lease.Holder self = machine.holder("run-1");

        assertThat(machine.isGone(
                        new Lease.Holder("run-0", self.owner(), self.host(), "elsewhere", self.pid(), "tick 1")))
                .isFalse();
        assertThat(machine.isGone(
                        new Lease.Holder("run-0", "someone", self.host(), self.machine(), self.pid(), "tick 1")))
                .isFalse();
    }

    @Test
    void seesAProcessDie() throws IOException, InterruptedException {
        Process child = new ProcessBuilder("sleep", "60").start();
        String started = ThisMachine.started(child.pid()).orElseThrow();
        Lease.Holder self = machine.holder("run-1");
        Lease.Holder holder =
                new Lease.Holder("run-0", self.owner(), self.host(), self.machine(), child.pid(), started);
        assertThat(machine.isGone(holder)).isFalse();

        child.destroyForcibly();
        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThat(machine.isGone(holder)).isTrue();
    }
}
