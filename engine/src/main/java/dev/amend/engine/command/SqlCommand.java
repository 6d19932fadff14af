package dev.amend.engine.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "sql", description = "a read-only look at the warehouse")
final class SqlCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "QUERY", description = "one SELECT, WITH, VALUES, SHOW or DESCRIBE")
    private String query = "";

    private final Surroundings surroundings;

    SqlCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Wiring wiring = new Wiring(options, surroundings);
        ReadOnlyQuery.Answer answer = new ReadOnlyQuery(query).run(new SparkWiring(wiring).lakehouse());
        if (answer.isCut()) {
            wiring.console()
                    .say("Only the first %d rows are shown"
                            .formatted(answer.rows().size()));
        }
        wiring.console().result(answer.documents(), TextTable.of(answer.columns(), answer.texts()));
        return 0;
    }
}
