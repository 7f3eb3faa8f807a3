// SPDX-License-Identifier: Apache-2.0
package dev.witan.boosting;

import com.microsoft.ml.lightgbm.lightgbmlib;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// LightGBM's code for this machine, out of the jar. It is unpacked to a folder that nobody else can write to, and that
/// is removed as soon as the code is loaded: the library's own loader uses one name for everybody.
final class NativeLibrary {
    private NativeLibrary() {}

    /// Loads it, once.
    ///
    /// @throws WitanException UNAVAILABLE where it does not run
    static void require() {
        Holder.LOADED.forEach(NativeLibrary::rethrow);
    }

    private static void rethrow(WitanException e) {
        throw new WitanException(e.code(), String.valueOf(e.getMessage()), e);
    }

    /// Empty once loaded, or why it could not be.
    private static final class Holder {
        static final List<WitanException> LOADED = load();
    }

    private static List<WitanException> load() {
        try {
            Path folder = Files.createTempDirectory("witan-lightgbm");
            try {
                for (String file : files()) {
                    load(file, folder.resolve(Path.of(file).getFileName()));
                }
            } finally {
                Files.deleteIfExists(folder);
            }
            return List.of();
        } catch (IOException | UnsatisfiedLinkError e) {
            return List.of(new WitanException(
                    ErrorCode.UNAVAILABLE,
                    "trees cannot be grown here: LightGBM must load: %s%s".formatted(e.getMessage(), hint(e)),
                    e));
        }
    }

    private static String hint(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("libgomp") || message.contains("libomp")
                ? "; install OpenMP: package libgomp1 on Debian, libomp on macOS"
                : "";
    }

    /// The resources in the order in which they need each other.
    private static List<String> files() throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        String name = system.startsWith("linux") ? "linux" : system.startsWith("mac") ? "osx" : "windows";
        String suffix = name.equals("linux") ? ".so" : name.equals("osx") ? ".dylib" : ".dll";
        String folder = "/lightgbm4j/" + name + "/" + machine + "/lib_lightgbm";
        return List.of(folder + suffix, folder + "_swig" + suffix);
    }

    @SuppressWarnings("restricted") // the launcher grants native access
    private static void load(String resource, Path file) throws IOException {
        try (InputStream in = lightgbmlib.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("there is none for this machine, " + resource);
            }
            Files.copy(in, file);
        }
        try {
            System.load(file.toAbsolutePath().toString());
        } finally {
            file.toFile().deleteOnExit();
            Files.deleteIfExists(file);
        }
    }
}
