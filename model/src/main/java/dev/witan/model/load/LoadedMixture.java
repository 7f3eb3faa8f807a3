// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.Mixture;
import dev.witan.engine.expert.Expert;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.repository.ReleaseManifest;
import java.lang.foreign.Arena;

/// A release in memory together with the memory itself. Close it, and its experts and gate with it, once the last
/// engine that uses the mixture is closed; closing twice does nothing more.
public final class LoadedMixture implements AutoCloseable {
    private final Mixture mixture;
    private final ReleaseManifest manifest;
    private final Arena weights;

    /// A release that somebody has brought into memory.
    ///
    /// @param weights owns the mixture's memory, and is closed with it
    public LoadedMixture(Mixture mixture, ReleaseManifest manifest, Arena weights) {
        this.mixture = mixture;
        this.manifest = manifest;
        this.weights = weights;
    }

    public Mixture mixture() {
        return mixture;
    }

    /// The release that was loaded.
    public ReleaseManifest manifest() {
        return manifest;
    }

    /// The configuration that was frozen into the release.
    public MixtureConfig configuration() {
        return manifest.configuration();
    }

    @Override
    public void close() {
        if (weights.scope().isAlive()) {
            mixture.layer().experts().forEach(Expert::close);
            mixture.layer().gate().close();
            weights.close();
        }
    }
}
