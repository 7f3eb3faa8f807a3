// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.response.ChatHead;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureConfig;
import dev.witan.training.report.ChatReport;
import java.lang.foreign.Arena;
import java.util.List;

/// What the training of a chat mixture leaves: the encoder and the gate, for experts that are elsewhere. Immutable, as
/// long as nobody writes to the encoder's table.
///
/// @param config under which it is to be published
/// @param seed of every random choice
/// @param report how it went
public record TrainedChat(
        MixtureConfig config, TableEncoder encoder, TrainedNetwork gate, long seed, ChatReport report) {

    /// The mixture in memory, to be published and not to be asked: its experts know nothing but their names.
    Mixture mixture(String name, Kernels kernels, Arena arena) {
        int inputs = encoder.dimensions();
        List<Expert> experts = config.spec().experts().stream()
                .map(ExpertConfig::id)
                .<Expert>map(id -> new NamedExpert(id, inputs))
                .toList();
        int fanOut = config.spec().routing().fanOut();
        MoeLayer layer = new MoeLayer(
                kernels,
                new NetworkGate(gate.feedForward(arena)),
                Router.topK(new float[experts.size()], fanOut),
                experts,
                new WeightedSum());
        HeadConfig.Chat head = (HeadConfig.Chat) config.spec().head();
        return new Mixture(name, 1, "", encoder, layer, new ChatHead(head.confidence(), head.fallback()));
    }
}
