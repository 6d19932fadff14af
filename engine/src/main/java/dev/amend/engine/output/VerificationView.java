package dev.amend.engine.output;

import dev.amend.engine.journal.ReleaseRecord;
import dev.amend.engine.plan.FrozenBackfill;
import dev.amend.engine.publish.ReleaseCode;
import dev.amend.engine.publish.Verification;
import dev.amend.specs.error.ErrorKind;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The result of a verification for display. */
public final class VerificationView {
    private final FrozenBackfill backfill;
    private final ReleaseRecord release;
    private final Verification.Result result;
    private final Optional<SpotCheckView> spotCheck;

    public VerificationView(FrozenBackfill backfill, ReleaseRecord release, Verification.Result result) {
        this(backfill, release, result, Optional.empty());
    }

    public VerificationView(
            FrozenBackfill backfill,
            ReleaseRecord release,
            Verification.Result result,
            Optional<SpotCheckView> spotCheck) {
        this.backfill = backfill;
        this.release = release;
        this.result = result;
        this.spotCheck = spotCheck;
    }

    /** Shows the result and returns its exit code: 4 if others changed the range, 3 for any other finding. */
    public int show(Console console) {
        console.result(document(), text());
        return exitCode();
    }

    public Map<String, @Nullable Object> document() {
        return new Document()
                .with("backfill_id", backfill.id().value())
                .with("snapshot", release.snapshot())
                .with("published_at", release.at().toString())
                .with("how", StatusView.lower(release.how().name()))
                .with("passed", passed())
                .with("partitions", result.partitions())
                .with("rows", result.rows())
                .with("changes", changes().lines().map(String::strip).toList())
                .with("differing", result.differing())
                .with("rollback_not_ready", result.notReady())
                .with("follow_up", result.followUp())
                .with("watched", result.watched())
                .with("warnings", result.warnings())
                .with("spot_check", spotCheck.map(SpotCheckView::document))
                .fields();
    }

    public int exitCode() {
        if (!result.changes().isEmpty()) {
            return ErrorKind.DRIFT.exitCode();
        }
        return passed() ? 0 : ErrorKind.CHECK_FAILED.exitCode();
    }

    private boolean passed() {
        return result.passed() && spotCheck.map(SpotCheckView::passed).orElse(true);
    }

    private String spotCheck() {
        return spotCheck.map(view -> "%n%s".formatted(view.text())).orElse("");
    }

    private String warnings() {
        return Stream.concat(
                        result.warnings().stream().map("%n  watched: %s"::formatted),
                        result.followUp().stream().map("%n  worth doing: %s"::formatted))
                .collect(Collectors.joining());
    }

    private String changes() {
        return ReleaseCode.table(backfill.range().unit(), result.changes());
    }

    public String text() {
        if (passed()) {
            return "%s is PUBLISHED as snapshot %d since %s%n  verified: %d partitions, %,d rows, each as approved%s%s%n  to undo:  amend rollback %s --reason TEXT"
                    .formatted(
                            backfill.id(),
                            release.snapshot(),
                            release.at(),
                            result.partitions(),
                            result.rows(),
                            spotCheck(),
                            warnings(),
                            backfill.id());
        }

        StringBuilder text = new StringBuilder("%s is PUBLISHED as snapshot %d, and not all is as it should be:"
                .formatted(backfill.id(), release.snapshot()));
        if (!result.changes().isEmpty()) {
            text.append("%n  others changed the range since:%n%s".formatted(changes()));
        }
        result.differing().stream().limit(10).forEach(partition -> text.append("%n  differs: %s".formatted(partition)));
        result.notReady().forEach(missing -> text.append("%n  a rollback would miss: %s".formatted(missing)));
        result.watched().forEach(finding -> text.append("%n  watched: %s".formatted(finding)));
        text.append(spotCheck());
        text.append(warnings());
        return text.append("%n  next: find out why; amend rollback %s --reason TEXT undoes the publication"
                        .formatted(backfill.id()))
                .toString();
    }
}
