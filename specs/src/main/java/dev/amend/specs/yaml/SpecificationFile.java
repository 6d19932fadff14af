package dev.amend.specs.yaml;

import dev.amend.specs.error.SpecificationException;
import dev.amend.specs.yaml.tree.Place;
import dev.amend.specs.yaml.tree.Problems;
import dev.amend.specs.yaml.tree.YamlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The file of a specification, and the files next to it. */
final class SpecificationFile {
    private final Path file;

    SpecificationFile(Path file) {
        this.file = file;
    }

    /** @throws SpecificationException if it can't be read, is too large, or is not UTF-8 */
    String text() {
        try {
            if (Files.size(file) > YamlText.LARGEST) {
                throw refused(Place.START, YamlText.TOO_LARGE);
            }
            return decoded(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw refused(Place.START, "Cannot read the specification: no such file");
        } catch (IOException e) {
            throw refused(Place.START, "Cannot read the specification: " + e.getMessage());
        }
    }

    /** The text of a file in the same directory. */
    String beside(String name) {
        try {
            Path other = file.toAbsolutePath().resolveSibling(name);
            if (Files.size(other) > YamlText.LARGEST) {
                throw new IOException("it is larger than 1 MiB");
            }
            return Files.readString(other);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new UncheckedIOException(new IOException("it is not UTF-8", e));
        } catch (InvalidPathException e) {
            throw new UncheckedIOException(new IOException("it is no path", e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String decoded(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);

        String decoded = text.flip().toString();
        if (result.isError()) {
            throw refused(Place.after(decoded), "The file is not UTF-8 from here on");
        }
        return decoded;
    }

    private SpecificationException refused(Place place, String message) {
        Problems problems = new Problems(file.toString());
        problems.add(place, "", message);
        return problems.asException();
    }
}
