package dev.amend.engine.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All that can be read of what commands did, by place: what each of them said, the log, and the files but for the data. */
final class Traces {
    private final Map<String, String> places = new LinkedHashMap<>();

    /** Puts down what a command said. */
    void add(String command, TestProgram.Outcome outcome) {
        add(command, outcome.out() + "\n" + outcome.err());
    }

    void add(String place, String text) {
        if (places.put(place, text) != null) {
            throw new IllegalArgumentException("Invalid place: there is one called " + place);
        }
    }

    /** Adds journals and reports by their names, and the metadata files of all tables. */
    void addFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path name = folder.relativize(file);
                if (name.startsWith("state")
                        || name.startsWith("dry")
                        || name.toString().endsWith(".metadata.json")) {
                    add(name.toString(), Files.readString(file));
                }
            }
        }
    }

    String at(String place) {
        if (!places.containsKey(place)) {
            throw new IllegalArgumentException("Invalid place %s: there are only %s".formatted(place, places.keySet()));
        }
        return places.get(place);
    }

    /** Places of which the name looks so. */
    Map<String, String> placesLike(String name) {
        Map<String, String> found = new LinkedHashMap<>(places);
        found.keySet().removeIf(place -> !place.matches(name));
        return found;
    }

    /** The places in which something is found. */
    List<String> placesWith(Pattern pattern) {
        return places.entrySet().stream()
                .filter(place -> pattern.matcher(place.getValue()).find())
                .map(Map.Entry::getKey)
                .toList();
    }
}
