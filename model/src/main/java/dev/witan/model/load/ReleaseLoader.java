// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Kernels;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.ReleaseManifest;
import java.lang.foreign.Arena;

/// Brings a release from disk into memory: checks every file's length and SHA-256, every tensor's shape against the
/// frozen configuration, and that all numbers are finite; then packs the weights for the kernels. Thread-safe.
public final class ReleaseLoader {
    private final Kernels kernels;
    private final ForeignExperts foreign;

    /// Loads what our kernels run by themselves, and refuses experts and gates of other kinds.
    public ReleaseLoader(Kernels kernels) {
        this(kernels, ForeignExperts.NONE);
    }

    /// Loads experts and gates of other kinds with that help.
    public ReleaseLoader(Kernels kernels, ForeignExperts foreign) {
        this.kernels = kernels;
        this.foreign = foreign;
    }

    /// The release in force.
    public LoadedMixture load(MixtureFolder folder) {
        return load(folder, folder.activeManifest());
    }

    /// Any release of the folder.
    public LoadedMixture load(MixtureFolder folder, ReleaseManifest manifest) {
        Arena weights = Arena.ofShared();
        boolean loaded = false;
        try (Arena files = Arena.ofConfined()) {
            FolderFiles release = new FolderFiles(folder, manifest, files);
            ReleaseReader reader =
                    new ReleaseReader(release, manifest.configuration().spec(), weights, foreign);
            LoadedMixture mixture = new LoadedMixture(
                    reader.mixture(kernels, folder.name(), manifest.release(), manifest.digest()), manifest, weights);
            loaded = true;
            return mixture;
        } catch (IllegalArgumentException e) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: %s".formatted(folder.manifestFile(manifest.release()), e.getMessage()),
                    e);
        } finally {
            if (!loaded) {
                weights.close();
            }
        }
    }
}
