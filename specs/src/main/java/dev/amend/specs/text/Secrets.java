package dev.amend.specs.text;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Masks credentials in text that is shown, logged or recorded: user and password of an address, and the values of
 * settings and parameters whose names end in {@code password}, {@code secret}, {@code token} and the like. A name alone
 * is not a credential, so a column {@code token} or a table {@code password_resets} is shown as it is.
 */
public final class Secrets {
    /** Replaces a credential. */
    public static final String MASK = "•••";

    private static final String KEYS =
            "(?:access|api|account|private|shared[._-]?access)[._-]?key(?:[._-]?id|\\.[\\w.-]+)?";
    private static final String STRONG_NAME =
            "(?:pass(?:word|wd|phrase)|secret(?:[._-]?(?:access[._-]?)?key)?|[._-]token|credentials?|signature|" + KEYS
                    + ")";
    private static final String NAME = "(?:" + STRONG_NAME + "|token)";

    /** A value in braces or quotes; otherwise it ends where parameters, entries or words are separated. */
    private static final String VALUE = "(?:\\{[^}]*\\}|\"[^\"]*\"|'[^']*'"
            + "|(?:[^\\s&;,\"'<>)}\\]]|,(?!\\s|[\\w.-]+=)|[)}\\]](?=[^\\s,;.:&)}\\]\"']))+)";

    private static final List<Pattern> PATTERNS = List.of(
            // scheme://user:password@host, which is scheme:/user:password@host as a path; a port is not a password
            Pattern.compile(
                    "(?<before>\\b[a-z][a-z0-9+.-]{0,30}:/{1,3})[^\\s/?#@:\"'<>\\[]*:(?!/|\\d{1,5}(?:[/?#,\\s]|$))[^\\s\"'<>]*(?<after>@)",
                    Pattern.CASE_INSENSITIVE),
            // https://token@host; abfss://container@account and ssh://git@host hold no credential
            Pattern.compile("(?<before>\\bhttps?:/{1,2})[^\\s/?#@:\"'<>]+(?<after>@)", Pattern.CASE_INSENSITIVE),
            Pattern.compile("(?<before>\\bjdbc:oracle:[a-z0-9]+:)[^\\s@\"'<>]+(?<after>@)", Pattern.CASE_INSENSITIVE),
            Pattern.compile("(?<before>[?&;](?:sig|pwd|pass)=)" + VALUE + "(?<after>)", Pattern.CASE_INSENSITIVE),
            // A column compared with itself is not a parameter: a.token=b.token
            Pattern.compile(
                    "(?<before>(?<name>" + NAME + ")=)(?!\\w+\\.?\\k<name>\\b)" + VALUE + "(?<after>)",
                    Pattern.CASE_INSENSITIVE),
            // Settings in the format of files and tuples: spark.….token: value; but not a sentence about a setting
            Pattern.compile(
                    "(?<before>\\b(?:spark|fs|hadoop|hive|aws|s3|client|javax)\\.[\\w.-]{0,200}?" + NAME
                            + "\\s{0,9}[=:,]\\s{0,9})(?!(?:Invalid|Unknown|Missing) )" + VALUE + "(?<after>)",
                    Pattern.CASE_INSENSITIVE),
            // JSON, also as text in JSON; "token" alone may be a column
            Pattern.compile(
                    "(?<before>\"[\\w.-]{0,200}?" + STRONG_NAME
                            + "\\\\?\"\\s{0,9}:\\s{0,9}\\\\?\")(?:[^\"\\\\]|\\\\[^\"])*(?<after>\\\\?\")",
                    Pattern.CASE_INSENSITIVE),
            // options (password 'value')
            Pattern.compile(
                    "(?<before>\\bpass(?:word|wd)\\s{1,9}')(?:[^'\\\\]|\\\\.|'')*(?<after>')",
                    Pattern.CASE_INSENSITIVE),
            Pattern.compile(
                    "(?<before>\\bauthorization[\"']?\\s{0,9}[:=]\\s{0,9}[\"']?(?:(?:bearer|basic|digest|negotiate)[\\s:]+)?)"
                            + "[^\\s\"',;}]+(?<after>)",
                    Pattern.CASE_INSENSITIVE),
            Pattern.compile(
                    "(?<before>\\bbearer\\s{1,9})(?=\\S*[0-9._~+/=-])[\\w.~+/=-]{8,}(?<after>)",
                    Pattern.CASE_INSENSITIVE));

    private static final Pattern ADDRESS =
            Pattern.compile("(?:\\b[a-z][a-z0-9+.-]{0,30}://|\\bjdbc:)[^\\s\"'<>]*", Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    /** The text, with each credential replaced by {@link #MASK}. */
    public static String masked(String text) {
        String masked = text;
        for (Pattern pattern : PATTERNS) {
            masked = pattern.matcher(masked).replaceAll("${before}" + MASK + "${after}");
        }
        return masked;
    }

    /** True if the text holds a credential. */
    public static boolean areIn(String text) {
        return !masked(text).equals(text);
    }

    /** True if the text holds an address with a credential. SQL that compares a column named {@code token} has none. */
    public static boolean areInAnAddressOf(String text) {
        return ADDRESS.matcher(text).results().anyMatch(address -> areIn(address.group()));
    }
}
