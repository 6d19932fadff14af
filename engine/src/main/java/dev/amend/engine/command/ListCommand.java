package dev.amend.engine.command;

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
        List<StatusView> views = wiring.journals().list().stream()
                .map(id -> wiring.status(wiring.journals().openOrNew(id)))
                .toList();
        String text = views.isEmpty()
                ? "no backfills in " + wiring.configuration().state()
                : views.stream().map(StatusView::lineText).collect(Collectors.joining("\n"));
        wiring.console().result(views.stream().map(StatusView::line).toList(), text);
        return 0;
    }
}
