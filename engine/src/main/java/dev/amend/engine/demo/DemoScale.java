package dev.amend.engine.demo;

/**
 * The size of the demo's business.
 *
 * @param merchants the number of merchants
 * @param ordersPerDay orders on an ordinary day at the beginning, all merchants together
 */
public record DemoScale(int merchants, int ordersPerDay) {

    /** More than a million and a half events in the eighteen months. */
    public static final DemoScale FULL = new DemoScale(480, 3000);

    /** @throws IllegalArgumentException if there are no merchants or no orders */
    public DemoScale {
        if (merchants < 1 || ordersPerDay < 1) {
            throw new IllegalArgumentException(
                    "Invalid scale: %d merchants and %d orders per day, both must be at least 1"
                            .formatted(merchants, ordersPerDay));
        }
    }
}
