// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.kernels.Activation;
import java.util.List;

/// One expert of a mixture, by what runs it.
public sealed interface ExpertConfig {

    /// Unique in the mixture, and the name of the expert's folder.
    String id();

    /// What holds for an expert of every kind.
    ExpertTraits traits();

    /// The word for the kind in `mixture.yaml`.
    String kind();

    /// Whether a release keeps a file of it; the others are their configuration.
    default boolean hasComponent() {
        return switch (this) {
            case Ffn _, Trees _, Onnx _ -> true;
            case Remote _, Function _, Chat _ -> false;
        };
    }

    /// What a person should know of the expert; may be empty.
    default String description() {
        return traits().description();
    }

    /// The same with other traits.
    ExpertConfig withTraits(ExpertTraits others);

    /// The same with another description.
    default ExpertConfig withDescription(String description) {
        return withTraits(traits().withDescription(description));
    }

    /// A feed-forward network run by the kernels: hidden layers of these widths, each followed by the activation, and
    /// a linear one.
    ///
    /// @param form how a hidden layer is made; a gated one has exactly one, of that width
    /// @param normalise what happens to the output
    record Ffn(
            String id, ExpertTraits traits, List<Integer> hidden, Activation activation, Form form, Normalise normalise)
            implements ExpertConfig {
        public Ffn {
            hidden = List.copyOf(hidden);
            ConfigLimits.requireIdentifier("id", id);
            ConfigLimits.requireHidden(hidden, 0);
        }

        /// A plain network without traits worth naming.
        public Ffn(String id, String description, List<Integer> hidden, Activation activation) {
            this(id, ExpertTraits.described(description), hidden, activation, Form.PLAIN, Normalise.NONE);
        }

        @Override
        public String kind() {
            return "ffn";
        }

        @Override
        public ExpertConfig withTraits(ExpertTraits others) {
            return new Ffn(id, others, hidden, activation, form, normalise);
        }
    }

    /// Decision trees over the encoded row, kept in the release as arrays.
    record Trees(String id, ExpertTraits traits) implements ExpertConfig {
        public Trees {
            ConfigLimits.requireIdentifier("id", id);
        }

        @Override
        public String kind() {
            return "trees";
        }

        @Override
        public ExpertConfig withTraits(ExpertTraits others) {
            return new Trees(id, others);
        }
    }

    /// A graph of the Open Neural Network Exchange, kept in the release as `model.onnx`.
    record Onnx(String id, ExpertTraits traits) implements ExpertConfig {
        public Onnx {
            ConfigLimits.requireIdentifier("id", id);
        }

        @Override
        public String kind() {
            return "onnx";
        }

        @Override
        public ExpertConfig withTraits(ExpertTraits others) {
            return new Onnx(id, others);
        }
    }

    /// A model on another server of the Open Inference Protocol.
    ///
    /// @param url `grpc://`, `grpcs://`, `http://` or `https://`, a host and a port
    /// @param model what the server calls it
    record Remote(
            String id, ExpertTraits traits, String url, String model, CallConfig calls, CompressionConfig compression)
            implements ExpertConfig {
        public Remote {
            ConfigLimits.requireIdentifier("id", id);
            ConfigLimits.requireLength("url", 1, ConfigLimits.URL_CHARACTERS_MAX, url);
            ConfigLimits.requireLength("model", 1, ConfigLimits.MODEL_CHARACTERS_MAX, model);
        }

        @Override
        public String kind() {
            return "remote";
        }

        @Override
        public ExpertConfig withTraits(ExpertTraits others) {
            return new Remote(id, others, url, model, calls, compression);
        }
    }

    /// A function behind an HTTP address, which may have to start first.
    record Function(String id, ExpertTraits traits, String url, CallConfig calls, WarmConfig warm)
            implements ExpertConfig {
        public Function {
            ConfigLimits.requireIdentifier("id", id);
            ConfigLimits.requireLength("url", 1, ConfigLimits.URL_CHARACTERS_MAX, url);
        }

        @Override
        public String kind() {
            return "function";
        }

        @Override
        public ExpertConfig withTraits(ExpertTraits others) {
            return new Function(id, others, url, calls, warm);
        }
    }

    /// A model of a server that speaks the OpenAI protocol for chat.
    ///
    /// @param url what comes before `/chat/completions`
    /// @param model what the server calls it
    record Chat(String id, ExpertTraits traits, String url, String model, CallConfig calls) implements ExpertConfig {
        public Chat {
            ConfigLimits.requireIdentifier("id", id);
            ConfigLimits.requireLength("url", 1, ConfigLimits.URL_CHARACTERS_MAX, url);
            ConfigLimits.requireLength("model", 1, ConfigLimits.MODEL_CHARACTERS_MAX, model);
        }

        @Override
        public String kind() {
            return "chat";
        }

        @Override
        public ExpertConfig withTraits(ExpertTraits others) {
            return new Chat(id, others, url, model, calls);
        }
    }

    /// How the hidden layers of a network are made.
    enum Form {
        /// A linear layer and the activation, as often as there are widths.
        PLAIN,
        /// Two linear layers side by side, the one's SiLU times the other.
        SWIGLU,
        /// Its kin `g sigmoid(1.702 g) (u + 1)` with both sides held within 7 of zero.
        CLAMPED_SWIGLU;

        /// Whether a hidden layer is two linear ones side by side.
        public boolean isGated() {
            return this != PLAIN;
        }
    }

    /// What happens to an expert's output before it is combined.
    enum Normalise {
        /// Nothing.
        NONE,
        /// Divided by its root mean square.
        RMS,
        /// Its mean taken off, then divided by its deviation.
        LAYER
    }
}
