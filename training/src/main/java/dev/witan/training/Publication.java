// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.Mixture;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.load.ConfigurationDraft;
import dev.witan.model.load.ReleaseWriter;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.repository.ReleasePublisher;
import java.lang.foreign.Arena;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns a trained mixture into the next release of a mixture's folder: its `mixture.yaml`, its components and the
/// manifest, with the facts that let somebody train it again.
public final class Publication {
    private final ReleasePublisher publisher = new ReleasePublisher();
    private final Kernels kernels;

    public Publication(Kernels kernels) {
        this.kernels = kernels;
    }

    /// Writes the `mixture.yaml` that the release was made of, publishes it and puts it in force.
    ///
    /// @param presentation what it says to people
    /// @param created when, on the publisher's clock
    public ReleaseManifest publish(
            TrainedMixture trained, MixtureFolder folder, Presentation presentation, Instant created) {
        return publish(trained, folder, presentation, TreeOrigin.NONE, created);
    }

    /// The same of a mixture that may have trees.
    ///
    /// @param trees what is known of them
    public ReleaseManifest publish(
            TrainedMixture trained,
            MixtureFolder folder,
            Presentation presentation,
            TreeOrigin trees,
            Instant created) {
        try (Arena arena = Arena.ofShared()) {
            Mixture mixture = trained.titled(presentation).mixture(folder.name(), 1, "", kernels, arena);
            MixtureConfig configuration =
                    presentation.on(ConfigurationDraft.of(folder.name(), "", trained.target(), mixture));
            return new ReleaseWriter(publisher)
                    .publishWithSource(folder, configuration, mixture, provenance(trained, trees.facts(), created));
        }
    }

    /// Writes the `mixture.yaml` of what a release became by further training, publishes it as that says and puts it in
    /// force. The settings of that release are kept, unless its experts are no longer the same.
    ///
    /// @param like the release's configuration
    /// @param trees what is known of its trees
    /// @param created when, on the publisher's clock
    public ReleaseManifest publish(
            TrainedMixture trained, MixtureFolder folder, MixtureConfig like, TreeOrigin trees, Instant created) {
        try (Arena arena = Arena.ofShared()) {
            Mixture mixture = trained.mixture(folder.name(), 1, "", kernels, arena);
            MixtureConfig draft = ConfigurationDraft.of(folder.name(), like.description(), trained.target(), mixture);
            MixtureConfig configuration = ids(draft).equals(ids(like))
                    ? new MixtureConfig(folder.name(), like.description(), like.spec())
                    : draft;
            return new ReleaseWriter(publisher)
                    .publishWithSource(folder, configuration, mixture, provenance(trained, trees.facts(), created));
        }
    }

    private static List<String> ids(MixtureConfig config) {
        return config.spec().experts().stream().map(ExpertConfig::id).toList();
    }

    /// Writes the `mixture.yaml` of a chat mixture, publishes it as that says and puts it in force.
    ///
    /// @param created when, on the publisher's clock
    public ReleaseManifest publish(TrainedChat trained, MixtureFolder folder, Instant created) {
        try (Arena arena = Arena.ofShared()) {
            MixtureConfig source = trained.config();
            MixtureConfig configuration = new MixtureConfig(folder.name(), source.description(), source.spec());
            Map<String, String> facts = Map.of(
                    "corpus.sha256", trained.report().corpusDigest(),
                    "corpus.rows", Integer.toString(trained.report().rows()),
                    "seed", Long.toString(trained.seed()));
            return new ReleaseWriter(publisher)
                    .publishWithSource(
                            folder,
                            configuration,
                            trained.mixture(folder.name(), kernels, arena),
                            new Provenance(created, "witan train", "trained to choose an expert", facts));
        }
    }

    private static Provenance provenance(TrainedMixture trained, Map<String, String> more, Instant created) {
        Map<String, String> facts = new HashMap<>(more);
        facts.put("corpus.sha256", trained.report().corpusDigest());
        facts.put("corpus.rows", Integer.toString(trained.report().rows()));
        facts.put("seed", Long.toString(trained.report().seed()));
        return new Provenance(created, "witan train", "trained to predict " + trained.target(), facts);
    }
}
