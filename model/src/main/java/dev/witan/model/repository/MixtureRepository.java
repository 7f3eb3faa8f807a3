// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A folder of mixtures. Wherever Witan takes a mixture it takes a name in the repository or a path to a mixture's
/// folder; what holds a separator or begins with a dot is a path.
public final class MixtureRepository {
    /// Where mixtures lie unless somebody says otherwise.
    public static final Path DEFAULT = Path.of("mixtures");

    private final Path root;

    public MixtureRepository(Path root) {
        this.root = root;
    }

    /// Every mixture in the repository, by name.
    public List<MixtureFolder> list() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(MixtureRepository::isMixture)
                    .filter(entry -> String.valueOf(entry.getFileName()).matches(MixtureFolder.NAME))
                    .sorted()
                    .map(entry -> new MixtureFolder(entry))
                    .toList();
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.UNKNOWN_MIXTURE, "%s: the repository must be readable: %s".formatted(root, e), e);
        }
    }

    /// The mixture of that name or at that path.
    public MixtureFolder find(String nameOrPath) {
        MixtureFolder folder = locate(nameOrPath);
        if (!isMixture(folder.path())) {
            throw new WitanException(ErrorCode.UNKNOWN_MIXTURE, unknown(nameOrPath, folder));
        }
        return folder;
    }

    /// Where a mixture of that name or at that path is, or is to be made.
    public MixtureFolder locate(String nameOrPath) {
        if (!isPath(nameOrPath)) {
            requireName(nameOrPath, nameOrPath);
            return new MixtureFolder(root.resolve(nameOrPath));
        }
        try {
            MixtureFolder folder = new MixtureFolder(Path.of(nameOrPath));
            requireName(folder.name(), nameOrPath);
            return folder;
        } catch (InvalidPathException e) {
            throw new WitanException(ErrorCode.UNKNOWN_MIXTURE, "not a path: " + Excerpt.of(nameOrPath), e);
        }
    }

    private static boolean isPath(String nameOrPath) {
        return nameOrPath.startsWith(".") || nameOrPath.contains("/") || nameOrPath.contains(File.separator);
    }

    private static void requireName(String name, String given) {
        if (!name.matches(MixtureFolder.NAME)) {
            throw new WitanException(
                    ErrorCode.UNKNOWN_MIXTURE,
                    "a mixture must be named like %s: %s%s"
                            .formatted(MixtureFolder.NAME, Excerpt.of(given), similar(name)));
        }
    }

    /// A name that could be had instead, if what was given has letters or digits for one.
    private static String similar(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceFirst("^[^a-z0-9]+", "");
        return plain.matches(MixtureFolder.NAME) ? "; '" + plain + "' would do" : "";
    }

    private String unknown(String nameOrPath, MixtureFolder folder) {
        if (isPath(nameOrPath)) {
            return "no mixture at %s: it must hold %s".formatted(nameOrPath, MixtureFolder.CONFIGURATION);
        }
        if (isMixture(Path.of(nameOrPath))) {
            return "no mixture '%s' in %s; did you mean './%s'?".formatted(nameOrPath, root, nameOrPath);
        }
        List<String> names = list().stream().map(MixtureFolder::name).toList();
        return "no mixture '%s' in %s%s".formatted(folder.name(), root, Suggestion.hint(nameOrPath, names));
    }

    private static boolean isMixture(Path folder) {
        return Files.isRegularFile(folder.resolve(MixtureFolder.CONFIGURATION))
                || Files.isRegularFile(folder.resolve(MixtureFolder.ACTIVE));
    }
}
