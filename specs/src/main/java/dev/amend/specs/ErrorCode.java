package dev.amend.specs;

/** One way to fail. Each module has an enum of them. */
public interface ErrorCode {

    /** The code that programs see, such as {@code LEASE_HELD}. */
    String name();

    ErrorKind kind();
}
