package dev.amend.reconciliation.input;

import java.util.Map;

/** The keys that a comparison is limited to. */
public interface KeyFilter {

    /** The text that follows another condition on the rows of one side; empty for every key. */
    String andCondition();

    /** The parameters of the condition. */
    Map<String, Object> parameters();
}
