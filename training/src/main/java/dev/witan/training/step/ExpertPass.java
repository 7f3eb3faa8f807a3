// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import dev.witan.training.network.Backpropagation;
import dev.witan.training.network.NormalisedPass;
import dev.witan.training.network.SeededNumbers;
import java.lang.foreign.Arena;

/// One batch's way forward and back through an expert. Owned by one thread at a time.
sealed interface ExpertPass {
    static ExpertPass of(Arena arena, TrainableExpert expert, int rowsMax, double dropout) {
        return switch (expert) {
            case TrainableExpert.Learned learned ->
                new Learned(new Backpropagation(arena, learned.network(), rowsMax, dropout));
            case TrainableExpert.Normalised(var network, var _, var normalisation) ->
                new Normalised(new NormalisedPass(arena, network, normalisation, rowsMax, dropout));
            case TrainableExpert.Given given ->
                new Given(given, Scratch.allocate(arena, rowsMax, given.expert().scratchWidth()));
        };
    }

    /// Answers the batch, and keeps what the way back needs.
    void forward(Kernels kernels, ExpertBatch batch, SeededNumbers random, ExpertCompletion completion);

    /// From the gradient of the outputs to those of the parameters and of the inputs.
    void backward(Kernels kernels, ExpertBatch batch, FloatMatrix outputGradient, FloatMatrix inputGradient);

    /// Through a network that is learned.
    record Learned(Backpropagation way) implements ExpertPass {
        @Override
        public void forward(Kernels kernels, ExpertBatch batch, SeededNumbers random, ExpertCompletion completion) {
            way.forward(kernels, batch.input(), batch.from(), batch.rows(), batch.output(), batch.from(), random);
            completion.answered(batch);
        }

        @Override
        public void backward(
                Kernels kernels, ExpertBatch batch, FloatMatrix outputGradient, FloatMatrix inputGradient) {
            int from = batch.from();
            way.backward(kernels, batch.input(), from, batch.rows(), outputGradient, from, inputGradient);
        }
    }

    /// Through a network that is learned and whose outputs are normalised.
    record Normalised(NormalisedPass way) implements ExpertPass {
        @Override
        public void forward(Kernels kernels, ExpertBatch batch, SeededNumbers random, ExpertCompletion completion) {
            way.forward(kernels, batch.input(), batch.from(), batch.rows(), batch.output(), batch.from(), random);
            completion.answered(batch);
        }

        @Override
        public void backward(
                Kernels kernels, ExpertBatch batch, FloatMatrix outputGradient, FloatMatrix inputGradient) {
            int from = batch.from();
            way.backward(kernels, batch.input(), from, batch.rows(), outputGradient, from, inputGradient);
        }
    }

    /// To an expert that stays as it is, and no way back.
    record Given(TrainableExpert.Given given, Scratch scratch) implements ExpertPass {
        @Override
        public void forward(Kernels kernels, ExpertBatch batch, SeededNumbers random, ExpertCompletion completion) {
            given.expert().submit(batch, kernels, scratch, completion);
        }

        @Override
        public void backward(
                Kernels kernels, ExpertBatch batch, FloatMatrix outputGradient, FloatMatrix inputGradient) {
            for (int row = batch.from(); row < batch.from() + batch.rows(); row++) {
                inputGradient.clear(row);
            }
        }
    }
}
