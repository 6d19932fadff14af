package dev.amend.publish.step;

/** Receives every writing step, right before and right after it. */
public interface PublishListener {

    /** A listener that does nothing. */
    PublishListener NONE = new PublishListener() {};

    default void before(PublishStep step) {}

    /** Called after a step that succeeded; not after one that failed. */
    default void after(PublishStep step) {}
}
