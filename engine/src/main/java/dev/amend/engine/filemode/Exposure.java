package dev.amend.engine.filemode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** The access to a folder of users other than its owner and group. */
public enum Exposure {
    NONE,
    READABLE,
    /** They may create files in the folder and replace existing ones. */
    WRITABLE;

    /** Returns the exposure of a folder; none if it does not exist or its file system has no POSIX permissions. */
    public static Exposure of(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return NONE;
        }
        try {
            return of(Files.getPosixFilePermissions(folder));
        } catch (NoSuchFileException e) {
            return NONE;
        }
    }

    private static Exposure of(Set<PosixFilePermission> permissions) {
        if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            return WRITABLE;
        }
        boolean open = permissions.contains(PosixFilePermission.OTHERS_READ)
                || permissions.contains(PosixFilePermission.OTHERS_EXECUTE);
        return open ? READABLE : NONE;
    }
}
