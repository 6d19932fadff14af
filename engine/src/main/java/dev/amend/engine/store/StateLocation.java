package dev.amend.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The place of the state store: a folder of this machine. */
public record StateLocation(Path folder) {

    /**
     * Returns whether a path leads into the state, which only the store writes to; links are followed.
     *
     * @throws IOException if a link can't be followed
     */
    public boolean contains(Path path) throws IOException {
        return real(path).startsWith(real(folder));
    }

    /** Follows the links of the part that exists. */
    private static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (Files.exists(absolute) || parent == null) {
            return absolute.toRealPath();
        }
        return real(parent).resolve(absolute.getFileName());
    }

    /** The place as a user wrote it. */
    @Override
    public String toString() {
        return folder.toString();
    }
}
