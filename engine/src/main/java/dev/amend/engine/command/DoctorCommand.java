package dev.amend.engine.command;

import dev.amend.engine.doctor.Diagnosis;
import dev.amend.engine.doctor.TableDoctor;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.output.Console;
import dev.amend.engine.output.Document;
import dev.amend.engine.output.StatusView;
import dev.amend.engine.wiring.SparkWiring;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import dev.amend.specs.Specification;
import dev.amend.specs.error.ErrorKind;
import dev.amend.specs.yaml.SpecificationReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "doctor", description = "probe the surroundings; each finding with what to do")
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "SPEC", arity = "0..1", description = "a specification whose tables are probed as well")
    private @Nullable Path file;

    private final Surroundings surroundings;

    DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Wiring wiring = new Wiring(options, surroundings);
        Optional<Specification> specification = Optional.ofNullable(file)
                .map(path -> SpecificationReader.read(path).specification());

        List<Diagnosis> diagnoses = new ArrayList<>();
        diagnoses.add(wiring.stateDoctor().diagnose(wiring.clock().instant().toString()));
        diagnoses.add(wiring.folderDoctor().diagnose());
        TableDoctor tables = new SparkWiring(wiring).tableDoctor();
        diagnoses.addAll(tables.versions());
        specification.ifPresent(found -> diagnoses.addAll(tables.tables(found)));

        show(wiring.console(), diagnoses);
        boolean healthy = diagnoses.stream().noneMatch(diagnosis -> diagnosis.outcome() == Diagnosis.Outcome.BAD);
        return healthy ? 0 : ErrorKind.CHECK_FAILED.exitCode();
    }

    private static void show(Console console, List<Diagnosis> diagnoses) {
        console.result(
                diagnoses.stream()
                        .map(diagnosis -> new Document()
                                .with("probe", diagnosis.probe())
                                .with(
                                        "outcome",
                                        StatusView.lower(diagnosis.outcome().name()))
                                .with("found", diagnosis.found())
                                .with("next", diagnosis.next())
                                .fields())
                        .toList(),
                diagnoses.stream().map(DoctorCommand::line).collect(Collectors.joining("\n")));
    }

    private static String line(Diagnosis diagnosis) {
        String line = "  %-4s  %-24s  %s"
                .formatted(StatusView.lower(diagnosis.outcome().name()), diagnosis.probe(), diagnosis.found());
        return diagnosis.next().isEmpty() ? line : line + "%n%8s%-24s  next: %s".formatted("", "", diagnosis.next());
    }
}
