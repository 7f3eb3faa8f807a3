// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.model.storage.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One mixture on disk, as a reader sees it. Readers need no lock: what they read is either in place whole or not
/// there.
public final class MixtureFolder {
    /// How mixtures, experts and the files of components may be called.
    public static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";

    static final String CONFIGURATION = "mixture.yaml";
    static final String ACTIVE = "ACTIVE";
    static final String RELEASES = "releases";

    private static final Pattern NUMBER = Pattern.compile("([1-9][0-9]{0,8})\\n?");
    private static final Pattern MANIFEST = Pattern.compile("([1-9][0-9]{0,8})\\.json");

    private final Path path;

    MixtureFolder(Path path) {
        this.path = path.normalize();
    }

    public Path path() {
        return path;
    }

    /// The folder's own name, under which the mixture is served.
    public String name() {
        return String.valueOf(path.toAbsolutePath().normalize().getFileName());
    }

    /// The file that a person edits.
    public Path configurationFile() {
        return path.resolve(CONFIGURATION);
    }

    /// Where the manifest of a release lies.
    public Path manifestFile(int release) {
        return path.resolve(RELEASES).resolve(release + ".json");
    }

    /// The file that names the release in force.
    public Path activeFile() {
        return path.resolve(ACTIVE);
    }

    /// The number of the release in force; empty before the first publication.
    public OptionalInt activeRelease() {
        Path file = activeFile();
        if (!Files.exists(file)) {
            return OptionalInt.empty();
        }
        String text = new String(readAtMost(file, 16), StandardCharsets.US_ASCII);
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE, "%s: must hold the number of a release: %s".formatted(file, text.strip()));
        }
        return OptionalInt.of(Integer.parseInt(number.group(1)));
    }

    /// The manifest of the release in force.
    public ReleaseManifest activeManifest() {
        int active = activeRelease()
                .orElseThrow(() -> new WitanException(
                        ErrorCode.UNKNOWN_MIXTURE,
                        path + ": has no release yet; `witan train` or `witan publish` makes one"));
        return manifest(active);
    }

    /// The numbers of all releases, ascending.
    public List<Integer> releases() {
        return numbers(path.resolve(RELEASES), MANIFEST);
    }

    /// The manifest of one release.
    public ReleaseManifest manifest(int release) {
        Path file = manifestFile(release);
        ReleaseManifest manifest = ManifestFormat.read(file.toString(), readAtMost(file, ManifestFormat.BYTES_MAX));
        if (manifest.release() != release) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE, "%s: release must be %d: %d".formatted(file, release, manifest.release()));
        }
        return manifest;
    }

    /// The versions of a component that are in place, ascending.
    List<Integer> versions(ComponentName component) {
        return numbers(path.resolve(component.path()), Pattern.compile("([1-9][0-9]{0,8})"));
    }

    /// Where a component's file of that name lies.
    public Path file(Component component, String fileName) {
        return path.resolve(component.folder()).resolve(fileName);
    }

    /// Maps a component's file for as long as the arena lives, having checked its length and SHA-256 over the mapping
    /// itself.
    public MemorySegment map(Component component, String fileName, Arena arena) {
        ComponentFile file = component.files().stream()
                .filter(candidate -> candidate.name().equals(fileName))
                .findFirst()
                .orElseThrow(() -> new WitanException(
                        ErrorCode.CORRUPT_FILE,
                        "%s: must hold %s: %s".formatted(path.resolve(component.folder()), fileName, component)));
        Path location = file(component, fileName);
        MemorySegment segment = map(location, arena);
        requireIntact(location, file, segment);
        return segment;
    }

    private static void requireIntact(Path path, ComponentFile file, MemorySegment segment) {
        if (segment.byteSize() != file.bytes()) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: must be %d bytes, as published: %d".formatted(path, file.bytes(), segment.byteSize()));
        }
        Fingerprint found = Fingerprint.of(segment);
        if (!file.matches(found)) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: SHA-256 must be %s, as published: %s".formatted(path, file.sha256(), found.sha256()));
        }
    }

    private static MemorySegment map(Path file, Arena arena) {
        if (!Files.isRegularFile(file)) {
            String found = Files.exists(file) ? "must be a regular file" : "must exist, as published";
            throw new WitanException(ErrorCode.CORRUPT_FILE, file + ": " + found);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static byte[] readAtMost(Path file, int bytesMax) {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw new WitanException(
                        ErrorCode.CORRUPT_FILE, "%s: must be at most %d bytes".formatted(file, bytesMax));
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new WitanException(ErrorCode.CORRUPT_FILE, file + ": must exist", e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static List<Integer> numbers(Path directory, Pattern pattern) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> pattern.matcher(String.valueOf(entry.getFileName())))
                    .filter(Matcher::matches)
                    .map(match -> Integer.valueOf(match.group(1)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static WitanException unreadable(Path path, IOException e) {
        return new WitanException(ErrorCode.CORRUPT_FILE, "%s: must be readable: %s".formatted(path, e), e);
    }
}
