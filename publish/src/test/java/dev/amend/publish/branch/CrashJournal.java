package dev.amend.publish.branch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What outlasts a killed run: which stages are over, the baseline, and the publication once it is known.
 *
 * @param published 0 if nothing is
 */
record CrashJournal(int stagesDone, long baseline, long published) {

    static CrashJournal read(Path folder) throws IOException {
        List<Long> numbers =
                Files.readString(file(folder), UTF_8).lines().map(Long::valueOf).toList();
        return new CrashJournal(numbers.get(0).intValue(), numbers.get(1), numbers.get(2));
    }

    /** In one step: it is the old one or the new one. */
    void write(Path folder) throws IOException {
        Path draft = folder.resolve("journal.draft");
        Files.writeString(draft, "%d%n%d%n%d%n".formatted(stagesDone, baseline, published), UTF_8);
        Files.move(draft, file(folder), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path file(Path folder) {
        return folder.resolve("journal");
    }
}
