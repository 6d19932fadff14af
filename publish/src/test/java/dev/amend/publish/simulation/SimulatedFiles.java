package dev.amend.publish.simulation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** The files of one simulated table; unlike Iceberg's own in memory, they go with the simulation. */
final class SimulatedFiles implements FileIO {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // never serialized
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    boolean exists(String path) {
        return files.containsKey(path);
    }

    /** A data or delete file whose bytes say which rows it holds, so that a copy of the bytes holds them too. */
    void write(String path, List<String> rows) {
        files.put(path, String.join("\n", rows).getBytes(StandardCharsets.UTF_8));
    }

    List<String> rows(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8).lines().toList();
    }

    private byte[] bytes(String path) {
        byte[] bytes = files.get(path);
        if (bytes == null) {
            throw new NotFoundException("No such file: %s", path);
        }
        return bytes;
    }

    @Override
    public InputFile newInputFile(String path) {
        return new InMemoryInputFile(path, bytes(path));
    }

    @Override
    public OutputFile newOutputFile(String path) {
        return new SimulatedOutput(path);
    }

    @Override
    public void deleteFile(String path) {
        files.remove(path);
    }

    private final class SimulatedOutput implements OutputFile {
        private final String path;

        SimulatedOutput(String path) {
            this.path = path;
        }

        @Override
        public PositionOutputStream create() {
            if (exists(path)) {
                throw new AlreadyExistsException("Already exists: %s", path);
            }
            return createOrOverwrite();
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            return new SimulatedStream(path);
        }

        @Override
        public String location() {
            return path;
        }

        @Override
        public InputFile toInputFile() {
            return newInputFile(path);
        }
    }

    private final class SimulatedStream extends PositionOutputStream {
        private final String path;
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();

        SimulatedStream(String path) {
            this.path = path;
        }

        @Override
        public void write(int value) {
            written.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            written.write(bytes, offset, length);
        }

        @Override
        public long getPos() {
            return written.size();
        }

        @Override
        public void close() {
            files.put(path, written.toByteArray());
        }
    }
}
