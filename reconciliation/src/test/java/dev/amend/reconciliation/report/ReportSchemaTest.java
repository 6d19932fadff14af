package dev.amend.reconciliation.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.amend.reconciliation.report.ReportFacts.Decision;
import dev.amend.specs.Specification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportSchemaTest {

    @Test
    void jsonIsAsTheSchemaInTheReferenceSays() throws IOException {
        Specification specification = SampleReports.specification();
        ReportFacts facts = SampleReports.facts(specification, SampleReports.NOW, 1);
        Decision yes = new Decision(
                Decision.Kind.APPROVED, "kim", SampleReports.NOW, "0a1b", "as agreed", Decision.Signature.UNSIGNED);
        ReportFacts decided = new ReportFacts(
                specification,
                facts.baseline(),
                facts.shadow(),
                facts.pins(),
                facts.codeVersion(),
                facts.ranBy(),
                facts.runs(),
                List.of(yes),
                facts.generatedAt());
        Report report = Report.assemble(decided, SampleReports.batches(specification, List.of("net_revenue")));

        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("..", "docs", "reference", "report.schema.json")));

        assertThat(schema.validate(report.json(), InputFormat.JSON)).isEmpty();
        assertThat(schema.validate("{}", InputFormat.JSON)).isNotEmpty();
    }
}
