package dev.amend.engine.options;

/** The name of a person who decides or asks for something: printable, not blank, at most 200 characters. */
public record PersonName(String value) {
    /** The value until the command line is read. */
    public static final PersonName UNKNOWN = new PersonName("unknown");

    private static final int LONGEST = 200;

    public PersonName {
        SaidText.require(value, LONGEST);
    }

    @Override
    public String toString() {
        return value;
    }
}
