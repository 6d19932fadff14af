package dev.amend.acceptance;

import dev.amend.engine.demo.EmbeddedWarehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A consumer in a process of its own: reads the demo's target all the time, from as soon as it exists until its standard
 * input is closed, and prints a line for each answer.
 */
public final class RevenueReader {
    private static final long REST_MILLIS = 750;

    private RevenueReader() {}

    /** @param args the demo's folder, which need not exist yet */
    public static void main(String[] args) throws InterruptedException, IOException {
        Path demo = Path.of(args[0]);
        CountDownLatch inputClosed = new CountDownLatch(1);
        Thread input = new Thread(() -> awaitEndOfInput(inputClosed), "input");
        input.setDaemon(true);
        input.start();

        Path metadata = new EmbeddedWarehouse(demo).location().resolve("finance/daily_revenue/metadata");
        while (!hasMetadata(metadata)) {
            if (inputClosed.await(REST_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }

        try (RevenueTable table = RevenueTable.in(demo)) {
            do {
                System.out.println(answer(table));
            } while (!inputClosed.await(REST_MILLIS, TimeUnit.MILLISECONDS));
            System.out.println(answer(table));
        }
    }

    private static boolean hasMetadata(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".metadata.json"));
        }
    }

    /** {@code TIME|rows and net revenue inside the range|rows outside}, or what went wrong. */
    private static String answer(RevenueTable table) {
        try {
            RevenueTable.Figures figures = table.read();
            return "%s|%s|%d".formatted(Instant.now(), figures.inside(), figures.rowsOutside());
        } catch (RuntimeException e) {
            return "%s|failed: %s".formatted(Instant.now(), e);
        }
    }

    private static void awaitEndOfInput(CountDownLatch closed) {
        try {
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // the parent is gone, which is the end of input, too
        }
        closed.countDown();
    }
}
