package dev.amend.acceptance;

import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link RevenueReader} was told, in order.
 *
 * @param all every answer, from the first one that found rows in the range
 */
record Answers(List<Answer> all) {

    /** One answer: what the range held, and how many rows there were outside of it. */
    record Answer(String inside, long rowsOutside) {

        private static Answer parse(String line) {
            String[] parts = line.split("\\|", -1);
            return parts.length == 3 ? new Answer(parts[1], Long.parseLong(parts[2])) : new Answer(line, -1);
        }
    }

    /** Leaves out the time in which the history was still being written. */
    static Answers parse(String printed) {
        List<Answer> answers = printed.lines().map(Answer::parse).toList();
        return new Answers(answers.stream()
                .dropWhile(answer -> answer.inside().startsWith("0 rows"))
                .toList());
    }

    /** The states of the range that were seen, without repetitions that follow each other. */
    List<String> worlds() {
        List<String> worlds = new ArrayList<>();
        for (Answer answer : all) {
            if (worlds.isEmpty() || !worlds.get(worlds.size() - 1).equals(answer.inside())) {
                worlds.add(answer.inside());
            }
        }
        return worlds;
    }

    List<Long> rowsOutside() {
        return all.stream().map(Answer::rowsOutside).toList();
    }
}
