package dev.amend.engine.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FolderDoctorTest {
    @TempDir
    private Path state;

    @ParameterizedTest
    @CsvSource({
        "rwxr-x---, OK, owner and group only, ''",
        "rwx------, OK, owner and group only, ''",
        "rwxr-x--x, WARN, every user of this machine may read reports and journals in STATE, CHMOD",
        "rwxr-xr-x, WARN, every user of this machine may read reports and journals in STATE, CHMOD",
        "rwxrwxrwx, BAD, every user of this machine may change approvals and journals in STATE, CHMOD",
    })
    void saysWhoMayUseTheState(String permissions, Diagnosis.Outcome outcome, String found, String next)
            throws IOException {
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString(permissions));

        assertThat(new FolderDoctor(state).diagnose())
                .isEqualTo(new Diagnosis(
                        "state permissions",
                        outcome,
                        found.replace("STATE", state.toString()),
                        next.replace(
                                "CHMOD",
                                "Run 'chmod -R o= %s'; Amend creates files for owner and group only"
                                        .formatted(state))));
    }

    @Test
    void findsNothingWrongWithAStateThatDoesNotExistYet() {
        assertThat(new FolderDoctor(state.resolve("new")).diagnose().outcome()).isEqualTo(Diagnosis.Outcome.OK);
    }
}
