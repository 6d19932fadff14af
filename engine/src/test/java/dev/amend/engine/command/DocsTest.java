package dev.amend.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amend.engine.config.Configuration;
import dev.amend.engine.config.ConfigurationReader;
import dev.amend.engine.options.GlobalOptions;
import dev.amend.engine.run.RunEnd;
import dev.amend.engine.wiring.Surroundings;
import dev.amend.specs.Specification;
import dev.amend.specs.error.ErrorKind;
import dev.amend.specs.yaml.SpecificationReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The documentation says what the code does, as far as a machine can tell. */
final class DocsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\[[^\\]\\n]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern COMMAND = Pattern.compile("(?m)^### `([a-z]+)([^`]*)`$");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");

    @Test
    void everyLinkLeadsToAPlaceThatIsThere() {
        List<String> broken = new ArrayList<>();

        for (Path page : pages()) {
            String text = CODE_BLOCK.matcher(read(page)).replaceAll("");
            LINK.matcher(text)
                    .results()
                    .map(link -> link.group(1))
                    .filter(link -> !link.startsWith("https://"))
                    .filter(link -> !leadsSomewhere(page, link))
                    .forEach(link -> broken.add(ROOT.relativize(page) + " → " + link));
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void theReferenceHasExactlyTheCommandsThatExist() {
        assertThat(sections().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        CommandLineProgram.commands().keySet());
    }

    @Test
    void theReferenceNamesEveryOptionAndArgument() {
        List<String> missing = new ArrayList<>();
        String general = between(commandsPage(), "## Options of every command", "## Before the run");

        commandSpecs().forEach((name, command) -> {
            String section = sections().getOrDefault(name, "");
            command.options().stream()
                    .filter(option -> !isGeneral(option))
                    .filter(option -> !section.contains("`" + option.longestName()))
                    .forEach(option -> missing.add(name + " " + option.longestName()));
            command.options().stream()
                    .filter(DocsTest::isGeneral)
                    .filter(option -> !general.contains("`" + option.longestName()))
                    .forEach(option -> missing.add("every command: " + option.longestName()));
            command.positionalParameters().stream()
                    .filter(argument -> !section.startsWith(name + " " + asWritten(argument)))
                    .forEach(argument -> missing.add(name + " " + asWritten(argument)));
        });

        assertThat(missing).isEmpty();
    }

    @Test
    void theReferenceNamesNoOptionThatDoesNotExist() {
        List<String> invented = new ArrayList<>();

        sections()
                .forEach((name, section) -> Pattern.compile("(?m)^\\| `(--[a-z-]+)")
                        .matcher(section)
                        .results()
                        .map(option -> option.group(1))
                        .filter(option -> commandSpecs().get(name).findOption(option) == null)
                        .forEach(option -> invented.add(name + " " + option)));

        assertThat(invented).isEmpty();
    }

    @Test
    void noPageTellsToTypeACommandThatDoesNotExist() {
        List<String> unknown = new ArrayList<>();
        Pattern typed = Pattern.compile("(?m)(?:^|`|\\$ |&& )(?:bin/)?amend ([a-z]+)\\b");

        for (Path page : pages()) {
            typed.matcher(read(page))
                    .results()
                    .map(command -> command.group(1))
                    .filter(command -> !CommandLineProgram.commands().containsKey(command))
                    .forEach(command -> unknown.add(ROOT.relativize(page) + ": amend " + command));
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void theReadmesTwoCommandsAreTheOnesThatAreBuiltAndTried() {
        String readme = read(ROOT.resolve("README.md"));
        String tried = read(ROOT.resolve(".ci/run")) + steps();

        assertThat(readme).contains("\nbin/amend demo\n", "\n./mvnw verify\n");
        assertThat(tried).containsPattern("(?m)^\\s*[^#\\n]*\\./mvnw( -\\S+)* verify\\b");
        assertThat(tried).containsPattern("(?m)^\\s*[^#\\n]*(bin/amend|\"\\$amend\") demo (?!.*--setup-only)");
    }

    @Test
    void theReadmeShowsWhatValidateReallySays() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);

        new CommandLineProgram(new Surroundings(Map.of(), print, print, Clock.systemUTC(), duration -> {}, "alex"))
                .run(
                        "validate",
                        ROOT.resolve("specs/examples/revenue-tax-fix.yaml").toString());

        String firstLine =
                out.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
        assertThat(firstLine).startsWith("revenue-tax-fix-2026-06 is valid");
        assertThat(read(ROOT.resolve("README.md"))).contains(firstLine);
    }

    @Test
    void theGuidesSpecificationIsValid() {
        Path guide = ROOT.resolve("docs/guides/first-backfill.md");

        Specification specification = SpecificationReader.read(
                        "first-backfill.md", String.join("\n", yaml(guide)), file -> "select 1")
                .specification();

        assertThat(specification.validation().measures()).hasSize(2);
        assertThat(specification.batches()).hasSize(79);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/guides/own-catalog.md",
                "docs/guides/install.md",
                "docs/reference/configuration.md"
            })
    void configurationsThatAreShownCanBeRead(String page, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("amend.yaml"), yaml(ROOT.resolve(page)).get(0));

        Configuration configuration = new ConfigurationReader(Map.of()).read(Optional.of(file), Optional.empty());

        assertThat(configuration.state().folder()).isEqualTo(folder.resolve("amend-state"));
        assertThat(configuration.spark()).containsKey("spark.sql.catalog.lake");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/reference/exit-codes.md"})
    void everyExitCodeIsExplained(String page) {
        List<String> codes = new ArrayList<>(List.of("0"));
        Stream.of(ErrorKind.values())
                .map(kind -> Integer.toString(kind.exitCode()))
                .forEach(codes::add);
        Stream.of(RunEnd.Stop.values())
                .map(stop -> Integer.toString(stop.exitCode()))
                .forEach(codes::add);

        List<String> explained = Pattern.compile("(?m)^\\| `(\\d+)` \\|")
                .matcher(read(ROOT.resolve(page)))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(explained).doesNotHaveDuplicates().hasSameElementsAs(codes);
    }

    private static List<String> yaml(Path page) {
        return Pattern.compile("(?ms)^```yaml\\n(.*?)^```$")
                .matcher(read(page))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static boolean leadsSomewhere(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path page) {
        return HEADING.matcher(read(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    /** The reference's section of each command: its heading, without markup, and what follows up to the next one. */
    private static Map<String, String> sections() {
        String page = commandsPage();
        List<MatchResult> headings = COMMAND.matcher(page).results().toList();
        Map<String, String> sections = new LinkedHashMap<>();
        for (MatchResult heading : headings) {
            String rest = page.substring(heading.end());
            String body = rest.split("(?m)^##+ ", 2)[0];
            sections.put(heading.group(1), heading.group(1) + heading.group(2) + "\n" + body);
        }
        return sections;
    }

    private static Map<String, CommandSpec> commandSpecs() {
        Map<String, CommandSpec> specs = new LinkedHashMap<>();
        CommandLineProgram.commands()
                .forEach((name, command) ->
                        specs.put(name, new CommandLine(command.apply(Surroundings.ofProcess())).getCommandSpec()));
        return specs;
    }

    private static boolean isGeneral(OptionSpec option) {
        return option.userObject() instanceof java.lang.reflect.Field field
                && field.getDeclaringClass() == GlobalOptions.class;
    }

    /** {@code ID}, or {@code [DIR]} if it may be left out. */
    private static String asWritten(ArgSpec argument) {
        return argument.required() ? argument.paramLabel() : "[%s]".formatted(argument.paramLabel());
    }

    private static String between(String text, String start, String end) {
        assertThat(text).contains(start, end);
        return text.substring(text.indexOf(start), text.indexOf(end));
    }

    private static String commandsPage() {
        return read(ROOT.resolve("docs/reference/commands.md"));
    }

    private static List<Path> pages() {
        List<Path> pages = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
        Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md")
                .map(ROOT::resolve)
                .filter(Files::exists)
                .forEach(pages::add);
        return pages;
    }

    private static String steps() {
        StringBuilder steps = new StringBuilder();
        files(ROOT.resolve(".ci/steps"), "").forEach(step -> steps.append('\n').append(read(step)));
        return steps.toString();
    }

    private static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return List.copyOf(new TreeSet<>(files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
