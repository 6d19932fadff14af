package dev.amend.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.amend.acceptance.DemoStages.Extent;
import dev.amend.acceptance.DemoStages.Stage;
import dev.amend.acceptance.DemoStages.Stages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A batch whose Spark job fails halts the backfill, and is not forgotten. */
@Tag("long")
@ExtendWith(DemoStages.class)
final class FailingBatchIT {
    private static final String ID = "poisoned";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Distribution distribution = Distribution.ofThisBuild();

    @Test
    void aFailingJobHaltsTheBackfillAndNamesTheBatch(Stages stages) throws Exception {
        Path demo = stages.demoAt(Stage.PROVED, Extent.SHORT);
        Files.writeString(demo.resolve("poisoned.yaml"), poisoned(demo.resolve("revenue-tax-fix.yaml")));
        answer(demo, 0, "prove", "poisoned.yaml", "--partition", "2026-01-13");

        JsonNode error = answer(demo, 3, "run", "poisoned.yaml").get("error");
        JsonNode status = answer(demo, 0, "status", ID);
        JsonNode refused = answer(demo, 5, "publish", ID).get("error");

        assertThat(error.get("message").asText()).contains("2026-01-26").contains("poison");
        assertThat(status.get("status").asText()).isEqualTo("HALTED");
        assertThat(status.at("/batches/failed").asInt()).isEqualTo(1);
        assertThat(refused.get("message").asText()).contains(ID);
    }

    /** A specification whose transform fails on one row of its third batch. */
    private static String poisoned(Path specification) throws IOException {
        String text = Files.readString(specification)
                .replace("revenue-tax-fix-2026-06", ID)
                .replace("daily_revenue_pre_FIN_2841", "before_poisoned")
                .replace("end: 2026-05-31", "end: 2026-02-15")
                .replace("where revenue_date between :batch_start and :batch_end\n    group by", """
                        where revenue_date between :batch_start and :batch_end
                          and if(revenue_date = date'2026-01-28', raise_error('poison') is null, true)
                        group by""".indent(4)
                        .strip());
        assertThat(text).contains("poison'").contains("2026-02-15");
        return text;
    }

    private JsonNode answer(Path demo, int exitCode, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", "json"));
        try (Program program = distribution.amend(demo, all.toArray(String[]::new))) {
            return program.exitsWith(exitCode, PATIENCE).json();
        }
    }
}
