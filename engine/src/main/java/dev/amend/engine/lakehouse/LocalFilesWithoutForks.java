package dev.amend.engine.lakehouse;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system for a process without Hadoop's native library. Without that library, Hadoop starts a
 * {@code chmod} process for each written file, which costs more than writing a small file. This one uses Java instead,
 * and writes no checksum files.
 */
public final class LocalFilesWithoutForks extends LocalFileSystem {

    private static final String SETTING = "fs.file.impl";

    /** The settings that make an embedded Spark use this file system. */
    public static final Map<String, String> SPARK_SETTINGS =
            Map.of("spark.hadoop." + SETTING, LocalFilesWithoutForks.class.getName());

    /** The configuration that makes Hadoop use this file system in a process without Spark. */
    public static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(SETTING, LocalFilesWithoutForks.class.getName());
        return configuration;
    }

    /** Hadoop creates it by name. */
    public LocalFilesWithoutForks() {
        super(new PermissionsByJava());
    }

    @Override
    public void initialize(URI name, Configuration configuration) throws IOException {
        super.initialize(name, configuration);
        setWriteChecksum(false);
    }

    private static final class PermissionsByJava extends RawLocalFileSystem {

        @Override
        public void setPermission(Path path, FsPermission permission) throws IOException {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            add(permissions, permission.getUserAction(), "OWNER");
            add(permissions, permission.getGroupAction(), "GROUP");
            add(permissions, permission.getOtherAction(), "OTHERS");
            Files.setPosixFilePermissions(pathToFile(path).toPath(), permissions);
        }

        private static void add(Set<PosixFilePermission> permissions, FsAction granted, String who) {
            for (FsAction action : EnumSet.of(FsAction.READ, FsAction.WRITE, FsAction.EXECUTE)) {
                if (granted.implies(action)) {
                    permissions.add(PosixFilePermission.valueOf(who + "_" + action));
                }
            }
        }
    }
}
