package dev.amend.engine.pace;

import java.util.Optional;

/** Something that can hold the next batch back. */
public interface Gate {

    /** Its name in {@code waiting_for}, such as {@code live-pipeline}. */
    String name();

    /** Why the next batch must wait now, in a sentence; empty: it need not. */
    Optional<String> holds();
}
