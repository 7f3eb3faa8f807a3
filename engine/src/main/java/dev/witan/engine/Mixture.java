// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.encode.Encoder;
import dev.witan.engine.overlay.Permissions;
import dev.witan.engine.response.Head;
import java.util.Objects;

/// One release of a mixture in memory: the encoder, the layer of gate and experts, and the head, all from the same
/// immutable release. Thread-safe; the memory of its weights is owned by whoever loaded it.
///
/// @param name the mixture's name
/// @param release the number of the release
/// @param digest of the release, over every component and its configuration
/// @param permissions which experts may see whose requests
/// @param execution how its experts are run
public record Mixture(
        String name,
        int release,
        String digest,
        Encoder encoder,
        MoeLayer layer,
        Head head,
        Permissions permissions,
        Execution execution) {
    public Mixture {
        Objects.requireNonNull(name);
        Objects.requireNonNull(digest);
        Objects.requireNonNull(permissions);
        Objects.requireNonNull(execution);
        requireEqual("the gate's input width", layer.inputs(), encoder.dimensions());
        requireEqual("the combined outputs' width", layer.outputs(), head.inputs());
    }

    /// A mixture whose experts may see every request and are run as usual.
    public Mixture(String name, int release, String digest, Encoder encoder, MoeLayer layer, Head head) {
        this(name, release, digest, encoder, layer, head, Permissions.OPEN, Execution.DEFAULTS);
    }

    /// The same mixture with another layer, which answers as its own does.
    public Mixture withLayer(MoeLayer other) {
        return new Mixture(name, release, digest, encoder, other, head, permissions, execution);
    }

    /// Whether the same row gets the same bits, whatever else is in its batch and wherever live load does not
    /// decide.
    public boolean isRepeatable() {
        return layer.isRepeatable();
    }

    private static void requireEqual(String what, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException("%s must be %d: %d".formatted(what, expected, found));
        }
    }
}
