package dev.amend.specs.error;

/** A code for one way to fail. Each module has an enum of codes. */
public interface ErrorCode {

    /** The code that programs see, such as {@code LEASE_HELD}. */
    String name();

    ErrorKind kind();
}
