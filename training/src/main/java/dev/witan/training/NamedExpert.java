// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;

/// The place of an expert that is elsewhere, in a mixture that is to be published: its name, and no answers.
record NamedExpert(String id, int inputs) implements Expert {
    @Override
    public String digest() {
        return "";
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public long multiplyAddsPerRow() {
        return 0;
    }

    @Override
    public boolean isLocal() {
        return false;
    }

    @Override
    public int scratchWidth() {
        return 0;
    }

    @Override
    public void submit(ExpertBatch batch, Kernels kernels, Scratch scratch, ExpertCompletion completion) {
        completion.failed(batch, new WitanException(ErrorCode.EXPERT_FAILED, "expert '%s' is not here".formatted(id)));
    }
}
