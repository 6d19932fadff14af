package dev.amend.engine.command;

import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import dev.amend.specs.Specification;
import dev.amend.specs.yaml.SpecificationReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "validate", description = "read and check a specification: every mistake at once")
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "SPEC", description = "the specification file")
    private Path file = Path.of("");

    private final Surroundings surroundings;

    ValidateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Specification specification = SpecificationReader.read(file).specification();

        Map<String, Object> document = new LinkedHashMap<>();
        document.put("backfill_id", specification.id().value());
        document.put("valid", true);
        document.put("target", specification.target().table().toString());
        document.put("source_range", specification.sourceRange().range().toString());
        document.put("partitions", specification.sourceRange().size());
        document.put("batches", specification.batches().size());
        document.put("digest", specification.digest());
        new Wiring(options, surroundings)
                .console()
                .result(
                        document,
                        "%s is valid: %s of %s, %d partitions in %d batches\nnext: amend plan %s"
                                .formatted(
                                        specification.id(),
                                        specification.sourceRange().range(),
                                        specification.target().table(),
                                        specification.sourceRange().size(),
                                        specification.batches().size(),
                                        file));
        return 0;
    }
}
