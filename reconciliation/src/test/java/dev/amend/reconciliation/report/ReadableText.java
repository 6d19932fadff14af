package dev.amend.reconciliation.report;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people read of a page: no tags, characters for their names, and one space where a browser shows one. */
final class ReadableText {
    private static final Pattern INVISIBLE = Pattern.compile("<style>.*?</style>|<[^>]*>", Pattern.DOTALL);
    private static final Pattern NUMBERED = Pattern.compile("&#([0-9]+);");
    private static final Map<String, String> NAMED = Map.of("&lt;", "<", "&gt;", ">", "&quot;", "\"");

    private ReadableText() {}

    static String of(String html) {
        String text = INVISIBLE.matcher(html).replaceAll("").replaceAll("\\s+", " ");
        String decoded = NUMBERED.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1)))));
        for (Map.Entry<String, String> name : NAMED.entrySet()) {
            decoded = decoded.replace(name.getKey(), name.getValue());
        }
        return decoded.replace("&amp;", "&");
    }
}
