package dev.amend.publish.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.publish.branch.Backfill;
import dev.amend.publish.fixture.Warehouse;
import dev.amend.publish.range.RangeFile;
import dev.amend.publish.range.RangeInspection;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddedFilesTest {
    private final Warehouse warehouse = Warehouse.inMemory();

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void areAllThatTheCommitAddedAndNoOthers(int format) {
        Table table = warehouse.sales(format);
        Snapshot earlier = append(table, "a-2024-01-01");
        Snapshot later = append(table, "b-2024-01-02", "c-2024-01-03");
        List<RangeFile> files = new RangeInspection(table, Backfill.RANGE).files(later.snapshotId());
        AddedFiles added = new AddedFiles(table, later);

        assertThat(files).extracting(RangeFile::path).anyMatch(path -> path.contains("a-2024-01-01"));
        assertThat(added.are(of(files, "b-", "c-"))).isTrue();
        assertThat(added.are(of(files, "b-"))).isFalse();
        assertThat(added.are(of(files, "a-", "b-", "c-"))).isFalse();
        assertThat(added.are(of(files, "a-", "b-"))).isFalse();
        assertThat(new AddedFiles(table, earlier).are(of(files, "a-"))).isTrue();
    }

    @Test
    void areNotKnownWhereCommitsHaveNoNumbers() {
        Table table = warehouse.sales(1);
        Snapshot commit = append(table, "a-2024-01-01");

        assertThat(new AddedFiles(table, commit)
                        .are(new RangeInspection(table, Backfill.RANGE).files(commit.snapshotId())))
                .isFalse();
    }

    private static Snapshot append(Table table, String... names) {
        var append = table.newAppend();
        for (String name : names) {
            append.appendFile(Warehouse.file(table, name, name.substring(2)));
        }
        append.commit();
        return table.currentSnapshot();
    }

    private static List<RangeFile> of(List<RangeFile> files, String... names) {
        List<RangeFile> found = new ArrayList<>();
        for (RangeFile file : files) {
            for (String name : names) {
                if (file.path().contains("/" + name)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
