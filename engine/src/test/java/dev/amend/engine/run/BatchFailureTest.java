package dev.amend.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.journal.BatchRecord;
import dev.amend.reconciliation.finding.BatchReconciliation;
import dev.amend.reconciliation.finding.Finding;
import dev.amend.reconciliation.finding.Outcome;
import dev.amend.reconciliation.sql.Redaction;
import dev.amend.specs.BackfillId;
import dev.amend.specs.Batch;
import dev.amend.specs.Level;
import dev.amend.specs.PartitionRange;
import dev.amend.specs.PartitionUnit;
import dev.amend.specs.TableId;
import dev.amend.specs.Target;
import dev.amend.specs.error.AmendException;
import dev.amend.specs.error.ErrorCode;
import dev.amend.specs.error.ErrorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BatchFailureTest {
    private static final PartitionRange WEEK = new PartitionRange(PartitionUnit.DAY, 20_458, 20_465);
    private static final Batch BATCH = new Batch(WEEK);

    private static final Redaction FRANK = new Redaction(target(Set.of()));
    private static final Redaction DISCREET = new Redaction(target(Set.of("email", "name")));

    private enum TestCode implements ErrorCode {
        LEASE_LOST;

        @Override
        public ErrorKind kind() {
            return ErrorKind.LEASE_HELD;
        }
    }

    private static BatchReconciliation reconciliation(int failed) {
        List<Finding> findings = Stream.concat(
                        Stream.of(new Finding(Level.ROW, "unchanged", Outcome.PASS, BATCH.id(), "0 rows", "0 rows")),
                        IntStream.rangeClosed(1, failed)
                                .mapToObj(i -> new Finding(
                                        Level.AGGREGATE, "measure:m" + i, Outcome.FAIL, BATCH.id(), "0%", i + "%")))
                .toList();
        return new BatchReconciliation(
                BATCH.id(),
                WEEK,
                1,
                2,
                findings,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void namesBatchCheckAndFigures() {
        BatchFailure failure = BatchFailure.of(reconciliation(1));

        assertThat(failure.sentence())
                .isEqualTo("batch 2026-01-05: check 'measure:m1' of 2026-01-05: expected 0%, found 1%");
        assertThat(failure.recorded())
                .isEqualTo(new BatchRecord.Failure(
                        "CHECK_FAILED", "check 'measure:m1' of 2026-01-05: expected 0%, found 1%"));
    }

    @Test
    void namesThreeChecksAndCountsTheOthers() {
        assertThat(BatchFailure.of(reconciliation(3)).reason())
                .startsWith("check 'measure:m1'")
                .endsWith("check 'measure:m3' of 2026-01-05: expected 0%, found 3%");
        assertThat(BatchFailure.of(reconciliation(5)).reason())
                .contains("'measure:m3'")
                .doesNotContain("'measure:m4'")
                .endsWith("; and 2 more");
    }

    @Test
    void takesCodeAndWordsOfAnErrorForUsers() {
        AmendException lost = RunCode.commitNotFound(new BackfillId("tax"), BATCH, 2);

        assertThat(BatchFailure.of(BATCH, lost, FRANK))
                .isEqualTo(new BatchFailure(
                        "2026-01-05",
                        "COMMIT_NOT_FOUND",
                        "Cannot find the commit of attempt 2 in the shadow, though writing it did not fail"));
    }

    @Test
    void looksForTheRootOfAnErrorThatIsNotOurs() {
        RuntimeException wrapped = new RuntimeException(
                "Job aborted",
                new RuntimeException("Task failed", new ArithmeticException("Division by zero\nat row 5")));

        assertThat(BatchFailure.of(BATCH, wrapped, FRANK))
                .isEqualTo(new BatchFailure("2026-01-05", "ArithmeticException", "Division by zero"));
    }

    /** J27: Spark quotes the value at which a query failed. */
    @Test
    void doesNotQuoteRowsWithSensitiveColumns() {
        RuntimeException wrapped = new RuntimeException(
                "Job aborted due to stage failure: ann@example.com",
                new IllegalArgumentException("For input string: ann@example.com"));

        assertThat(BatchFailure.of(BATCH, wrapped, DISCREET))
                .isEqualTo(
                        new BatchFailure(
                                "2026-01-05",
                                "IllegalArgumentException",
                                "RuntimeException; what Spark says of it may quote a row and is withheld, since columns are sensitive: email, name"));
    }

    @Test
    void tellsOfTroubleWithTheStoreAlsoWhereColumnsAreSensitive() {
        RuntimeException wrapped = new RuntimeException("Job aborted", new IOException("No space left on device"));

        assertThat(BatchFailure.of(BATCH, wrapped, DISCREET).reason()).isEqualTo("No space left on device");
    }

    /** It names the batch and nothing else, and nobody could mend the transform without it. */
    @Test
    void tellsThatATransformReturnedARowOutsideItsBatch() {
        RuntimeException wrapped = new RuntimeException(
                "Job aborted: [USER_RAISED_EXCEPTION] AMEND_ROW_OUTSIDE_BATCH: the transform returned a row outside 2026-01-05..2026-01-11 SQLSTATE: P0001");

        assertThat(BatchFailure.of(BATCH, wrapped, DISCREET).reason())
                .isEqualTo("AMEND_ROW_OUTSIDE_BATCH: the transform returned a row outside 2026-01-05..2026-01-11");
    }

    private static Target target(Set<String> sensitive) {
        return new Target(
                TableId.parse("finance.revenue"), "day", List.of("day", "shop"), List.of(), Set.of(), sensitive);
    }

    @Test
    void saysSomethingAlsoOfAnErrorWithoutWords() {
        assertThat(BatchFailure.of(BATCH, new NullPointerException(), FRANK).sentence())
                .isEqualTo("batch 2026-01-05: NullPointerException");
    }

    @Test
    void cutsALongMessage() {
        assertThat(BatchFailure.of(BATCH, new IllegalStateException("x".repeat(5_000)), FRANK)
                        .reason())
                .hasSize(601)
                .endsWith("x…");
    }

    /** Half a character can't be written to the journal. */
    @Test
    void cutsNoCharacterInTwo() {
        Throwable failure = new IllegalStateException("x".repeat(599) + "😀".repeat(10));

        assertThat(BatchFailure.of(BATCH, failure, FRANK).reason())
                .matches(StandardCharsets.UTF_8.newEncoder()::canEncode, "can be written")
                .endsWith("😀…");
    }

    @Test
    void tellsALostLeaseFromAFailure() {
        assertThat(BatchFailure.isLostLease(new AmendException(TestCode.LEASE_LOST, "lost", "", "")))
                .isTrue();
        assertThat(BatchFailure.isLostLease(RunCode.notProved(new BackfillId("tax-fix"), "not yet")))
                .isFalse();
        assertThat(BatchFailure.isLostLease(new IllegalStateException())).isFalse();
    }
}
