package dev.amend.publish;

/** Is told of every step that writes, right before and right after. */
public interface PublishListener {

    /** Hears nothing. */
    PublishListener NONE = new PublishListener() {};

    default void before(PublishStep step) {}

    /** Not called for a step that failed. */
    default void after(PublishStep step) {}
}
