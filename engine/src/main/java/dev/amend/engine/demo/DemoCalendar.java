package dev.amend.engine.demo;

import java.time.LocalDate;

/** The days that matter in the demo. */
public final class DemoCalendar {

    /** The first day with data: two weeks before the bug came in. */
    public static final LocalDate FIRST_DAY = LocalDate.parse("2024-12-01").minusWeeks(2);

    /** The first day that was computed with the bug. */
    public static final LocalDate BUG_START = LocalDate.parse("2024-12-01");

    /** The last day that was computed with the bug. */
    public static final LocalDate BUG_END = LocalDate.parse("2026-05-31");

    /** The last complete day. */
    public static final LocalDate YESTERDAY = BUG_END.plusWeeks(2);

    /** The day that the live pipeline is writing. */
    public static final LocalDate TODAY = YESTERDAY.plusDays(1);

    private DemoCalendar() {}
}
