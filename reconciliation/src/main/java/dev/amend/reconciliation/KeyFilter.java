package dev.amend.reconciliation;

import java.util.Map;

/** The keys that a comparison is limited to. */
interface KeyFilter {

    /** What follows another condition on the rows of one side; empty for every key. */
    String andCondition();

    /** What the condition names. */
    Map<String, Object> parameters();
}
