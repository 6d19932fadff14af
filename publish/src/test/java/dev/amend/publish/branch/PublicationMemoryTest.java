package dev.amend.publish.branch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PublicationMemoryTest {
    private static final long MEBIBYTE = 1 << 20;

    /** Each line was published in this heap: {@code docs/design/trials.md} has the runs. */
    @ParameterizedTest
    @CsvSource({"110000, 100, 2048"})
    void isNotMoreThanWhatWasEnough(long files, int columns, long enough) {
        assertThat(new PublicationMemory(files, files, columns).bytes()).isLessThan(enough * MEBIBYTE);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 10, 10", "10, 0, 10, 10", "0, 10, 10, 10", "10, 10, 10, 11"})
    void growsWithFilesAndColumns(long oldFiles, long newFiles, int columns, int more) {
        PublicationMemory memory = new PublicationMemory(oldFiles, newFiles, columns);

        assertThat(new PublicationMemory(oldFiles + 1, newFiles, columns).bytes())
                .isGreaterThan(memory.bytes());
        assertThat(new PublicationMemory(oldFiles, newFiles + 1, columns).bytes())
                .isGreaterThan(memory.bytes());
        assertThat(new PublicationMemory(oldFiles, newFiles, more + 1).bytes()).isGreaterThan(memory.bytes());
    }
}
