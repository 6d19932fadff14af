package dev.amend.publish.range;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterator;

/**
 * Reads data files with their statistics from the manifests that list them. Each thread keeps its place in one
 * manifest, so a caller that asks in the order of manifest entries reads each manifest once and holds one file at a
 * time. Any other order gives correct results, but slowly.
 */
final class WholeFiles implements Closeable {
    private final Table table;
    private final Map<String, ManifestFile> manifests;
    private final Map<Thread, Place> places = new ConcurrentHashMap<>();

    WholeFiles(Table table, Collection<ManifestFile> manifests) {
        this.table = table;
        this.manifests = manifests.stream().collect(Collectors.toMap(ManifestFile::path, Function.identity()));
    }

    /** @param listed a file with its manifest and position; its other properties may be missing */
    DataFile read(DataFile listed) {
        String manifest = Objects.requireNonNull(listed.manifestLocation());
        long position = Objects.requireNonNull(listed.pos());
        Place place = places.get(Thread.currentThread());
        if (place == null || !place.isBefore(manifest, position)) {
            close(Optional.ofNullable(place));
            place = new Place(manifest, reader(manifest));
            places.put(Thread.currentThread(), place);
        }
        return place.fileAt(position);
    }

    private ManifestReader<DataFile> reader(String manifest) {
        return ManifestFiles.read(Objects.requireNonNull(manifests.get(manifest)), table.io(), table.specs());
    }

    private static void close(Optional<Place> place) {
        place.ifPresent(Place::close);
    }

    @Override
    public void close() {
        places.values().forEach(Place::close);
        places.clear();
    }

    /** The position up to which a thread has read a manifest. */
    private static final class Place {
        private final String manifest;
        private final ManifestReader<DataFile> reader;
        private final CloseableIterator<DataFile> files;
        private Optional<DataFile> latest = Optional.empty();

        private Place(String manifest, ManifestReader<DataFile> reader) {
            this.manifest = manifest;
            this.reader = reader;
            this.files = reader.iterator();
        }

        boolean isBefore(String otherManifest, long position) {
            return manifest.equals(otherManifest)
                    && latest.map(file -> file.pos() <= position).orElse(true);
        }

        DataFile fileAt(long position) {
            DataFile file = latest.orElseGet(files::next);
            while (file.pos() < position) {
                file = files.next();
            }
            latest = Optional.of(file);
            return file;
        }

        void close() {
            try (reader) {
                files.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot close manifest " + manifest, e);
            }
        }
    }
}
