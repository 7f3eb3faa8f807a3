// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.checkpoint;

import java.util.Map;

/// Keeps where a training stands: that of the mixture and those of the networks beside it.
public interface Checkpoints extends AutoCloseable {
    /// Keeps nothing.
    static Checkpoints none() {
        return new NoCheckpoints();
    }

    /// Says which training this is, before anything else is asked.
    ///
    /// @param facts what must be the same for it to go on: options, digests
    void identify(Map<String, String> facts);

    /// That of one network.
    ///
    /// @param own what must be the same of it besides
    Checkpoint of(String network, Map<String, String> own);

    /// Forgets everything, once the result is safe.
    void forget();

    @Override
    default void close() {}
}
