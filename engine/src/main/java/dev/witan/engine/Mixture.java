// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.encode.Encoder;
import dev.witan.engine.gate.TaskGate;
import dev.witan.engine.overlay.Permissions;
import dev.witan.engine.request.InferenceRequest;
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
        requireEqual(
                "the gate's input width",
                layer.inputs(),
                encoder.dimensions() + (head.tasks().isEmpty() ? 0 : 1));
        requireEqual("the experts' input width", layer.expertInputs(), encoder.dimensions());
        if (layer.gate() instanceof TaskGate gate) {
            requireEqual(
                    "the number of tasks' gates",
                    gate.networks().size(),
                    head.tasks().size());
        }
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

    /// How many rows a record, or a token of one, makes: one, or one per task.
    public int rowsEach() {
        return Math.max(1, head.tasks().size());
    }

    /// How many rows a request makes.
    ///
    /// @throws dev.witan.engine.error.WitanException INVALID_INPUT naming the column, the rule and the value
    public int rowsOf(InferenceRequest request) {
        return Math.multiplyExact(encoder.rowsOf(request), rowsEach());
    }

    /// The rows of a request, of `layer.inputs()` values each. Those of several tasks stand side by side per record,
    /// and
    /// end with the number of their task.
    ///
    /// @throws dev.witan.engine.error.WitanException INVALID_INPUT naming the column, the rule and the value
    public float[] encode(InferenceRequest request) {
        int width = encoder.dimensions();
        int records = encoder.rowsOf(request);
        float[] encoded = new float[Math.multiplyExact(records, width)];
        encoder.encode(request, encoded);
        return head.tasks().isEmpty() ? encoded : perTask(encoded, records, width);
    }

    private float[] perTask(float[] encoded, int records, int width) {
        int tasks = head.tasks().size();
        float[] rows = new float[Math.multiplyExact(Math.multiplyExact(records, tasks), width + 1)];
        for (int row = 0; row < records * tasks; row++) {
            System.arraycopy(encoded, row / tasks * width, rows, row * (width + 1), width);
            rows[row * (width + 1) + width] = row % tasks;
        }
        return rows;
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
