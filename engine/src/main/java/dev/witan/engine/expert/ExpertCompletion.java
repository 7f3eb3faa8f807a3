// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.WitanException;

/// Told once how an expert batch ended; may be called from any thread.
public interface ExpertCompletion {
    /// The batch's output rows are written.
    void answered(ExpertBatch batch);

    /// The batch has no output; its rows go on without this expert.
    void failed(ExpertBatch batch, WitanException cause);
}
