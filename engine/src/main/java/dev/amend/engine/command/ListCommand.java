package dev.amend.engine.command;

import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.engine.wiring.Wiring;
import dev.amend.specs.error.ErrorKind;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "every backfill, one line each")
final class ListCommand implements Callable<Integer> {
    @Mixin
    private GlobalOptions options = new GlobalOptions();

    private final Surroundings surroundings;

    ListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Wiring wiring = new Wiring(options, surroundings);
        List<ListedBackfill> listed = wiring.journals().list().stream()
                .map(id -> ListedBackfill.of(wiring, id))
                .toList();
        String text = listed.isEmpty()
                ? "no backfills in " + wiring.configuration().state()
                : listed.stream().map(ListedBackfill::text).collect(Collectors.joining("\n"));
        wiring.console().result(listed.stream().map(ListedBackfill::document).toList(), text);
        return listed.stream().anyMatch(ListedBackfill::isBroken) ? ErrorKind.CHECK_FAILED.exitCode() : 0;
    }
}
