// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.gate.Gate;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.GateConfig;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// How experts and gates come to life whose kinds need more than our kernels. Thread-safe.
public interface ForeignExperts {
    /// None: refuses every kind but `ffn` and `trees`.
    ForeignExperts NONE = new NoForeignExperts();

    /// An expert, which whoever asked closes.
    ///
    /// @param mixture the name of its mixture
    /// @param digest of its component, or of its configuration where it has none
    /// @param file `model.onnx` of an expert of kind `onnx`, readable until this returns; empty for other kinds
    /// @param inputs the width of the rows that it will get
    /// @param outputs the width of the rows that it is to give
    Expert open(
            String mixture, ExpertConfig config, String digest, Optional<MemorySegment> file, int inputs, int outputs);

    /// A gate, which whoever asked closes.
    ///
    /// @param file `model.onnx`, readable until this returns
    /// @param experts how many it scores
    Gate openGate(GateConfig.Onnx config, MemorySegment file, int inputs, int experts);

    /// Refuses all.
    final class NoForeignExperts implements ForeignExperts {
        private NoForeignExperts() {}

        @Override
        public Expert open(
                String mixture,
                ExpertConfig config,
                String digest,
                Optional<MemorySegment> file,
                int inputs,
                int outputs) {
            throw unknown("expert '" + config.id() + "'", config.kind());
        }

        @Override
        public Gate openGate(GateConfig.Onnx config, MemorySegment file, int inputs, int experts) {
            throw unknown("the gate", "onnx");
        }

        private static WitanException unknown(String what, String kind) {
            return new WitanException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "%s must be of a kind that can be run here: %s".formatted(what, kind));
        }
    }
}
