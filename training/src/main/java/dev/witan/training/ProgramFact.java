// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.Mixture;
import dev.witan.kernels.Kernels;
import dev.witan.model.storage.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.CodeSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// Which program trains: its version, and a digest of the jars that compute. Another one may add up in another order.
final class ProgramFact {
    private static final List<Class<?>> COMPUTE = List.of(Kernels.class, Mixture.class, ProgramFact.class);
    private static final int DIGITS = 12;

    private ProgramFact() {}

    /// The version as the build wrote it; without jars nothing more is known than that it is in development.
    static String text() {
        String version =
                Objects.requireNonNullElse(ProgramFact.class.getPackage().getImplementationVersion(), "development");
        String jars = COMPUTE.stream().map(ProgramFact::digest).collect(Collectors.joining());
        return jars.isEmpty()
                ? version
                : version + "+" + Fingerprint.sha256(jars).substring(0, DIGITS);
    }

    private static String digest(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            Path place = source == null ? null : Path.of(source.getLocation().toURI());
            return place == null || !Files.isRegularFile(place) ? "" : digest(place);
        } catch (URISyntaxException | IOException e) {
            throw new UncheckedIOException(
                    new IOException("the program must be able to read its own jars: " + type, e));
        }
    }

    private static String digest(Path jar) throws IOException {
        try (FileChannel file = FileChannel.open(jar, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            return Fingerprint.of(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), arena))
                    .sha256();
        }
    }
}
