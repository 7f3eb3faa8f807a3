// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.libtorch;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.from_blob;
import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.logsumexp;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.silu;
import static org.bytedeco.pytorch.global.torch.softmax;
import static org.bytedeco.pytorch.global.torch.topk;
import static org.bytedeco.pytorch.global.torch.zeros;

import dev.witan.training.network.Parameter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// The same mixture in libtorch, learned by its autograd and its AdamW: a linear gate, the softmax over the chosen
/// scores, each expert on the rows that go to it, the Switch Transformer's loss and the z-loss.
final class TorchLearner {
    private final LearningTask task;
    private final Learning learning;
    private final Tensor rows;
    private final Tensor targets;
    private final List<Layer> gate;
    private final List<List<Layer>> experts = new ArrayList<>();
    private final List<AdamW> optimizers;

    /// Weights [outputs, inputs] and biases of one layer.
    private record Layer(Tensor weight, Tensor bias) {
        Tensor of(Tensor rows) {
            return linear(rows, weight, bias);
        }
    }

    /// @param initial the numbers to start with, as [WitanLearner#parameters] orders them
    TorchLearner(LearningTask task, Learning learning, List<Parameter> initial) {
        this.task = task;
        this.learning = learning;
        this.rows = floats(task.rows(), task.count(), task.dimensions());
        this.targets = targets(task);
        Iterator<Parameter> numbers = initial.iterator();
        TensorVector decayed = new TensorVector();
        TensorVector free = new TensorVector();
        this.gate = layers(numbers, List.of(), task.hidden().size(), decayed, free);
        for (List<Integer> hidden : task.hidden()) {
            experts.add(layers(numbers, hidden, task.outputs(), decayed, free));
        }
        this.optimizers = List.of(optimizer(decayed, learning.weightDecay()), optimizer(free, 0));
    }

    private AdamW optimizer(TensorVector parameters, double weightDecay) {
        AdamWOptions options = new AdamWOptions(learning.rate());
        options.weight_decay().put(weightDecay);
        return new AdamW(parameters, options);
    }

    private List<Layer> layers(
            Iterator<Parameter> numbers, List<Integer> hidden, int outputs, TensorVector decayed, TensorVector free) {
        List<Integer> widths = new ArrayList<>(hidden);
        widths.add(outputs);
        List<Layer> layers = new ArrayList<>();
        int inputs = task.dimensions();
        for (int width : widths) {
            Tensor weight = floats(numbers.next().values(), width, inputs);
            Tensor bias = floats(numbers.next().values(), width);
            weight.requires_grad_(true);
            bias.requires_grad_(true);
            decayed.push_back(weight);
            free.push_back(bias);
            layers.add(new Layer(weight, bias));
            inputs = width;
        }
        return layers;
    }

    private static Tensor targets(LearningTask task) {
        if (task.outputs() == 1) {
            float[] values = new float[task.count()];
            for (int row = 0; row < values.length; row++) {
                values[row] = (float) task.target().value(row);
            }
            return floats(values, values.length, 1);
        }
        long[] values = new long[task.count()];
        for (int row = 0; row < values.length; row++) {
            values[row] = task.target().classOf(row);
        }
        return from_blob(new LongPointer(values), new long[] {values.length}, new TensorOptions(ScalarType.Long))
                .clone();
    }

    private static Tensor floats(float[] values, long... sizes) {
        return from_blob(new FloatPointer(values), sizes, new TensorOptions(ScalarType.Float))
                .clone();
    }

    /// One step over the rows from `from` on; returns the loss before it.
    @SuppressWarnings("try") // the scope frees what libtorch allocates meanwhile
    double learn(int from) {
        try (PointerScope scope = new PointerScope()) {
            Tensor x = rows.narrow(0, from, learning.batchRows());
            Tensor loss = loss(x, targets.narrow(0, from, learning.batchRows()));
            optimizers.forEach(optimizer -> optimizer.zero_grad(false));
            loss.backward();
            optimizers.forEach(AdamW::step);
            return loss.item_float();
        }
    }

    private Tensor loss(Tensor x, Tensor target) {
        Tensor scores = gate.getFirst().of(x);
        T_TensorTensor_T best = topk(scores, task.fanOut(), 1, true, true);
        Tensor weights = softmax(best.get0(), 1);
        Tensor chosen = best.get1();
        Tensor combined = zeros(learning.batchRows(), task.outputs());
        Tensor balance = zeros(1);
        Tensor probabilities = softmax(scores, 1);
        for (int expert = 0; expert < experts.size(); expert++) {
            // An expert without rows takes part too: a gradient of zeros still moves its weights by their momentum.
            Tensor places = chosen.eq(new Scalar(expert)).nonzero();
            Tensor at = places.select(1, 0);
            Tensor weight = weights.reshape(-1)
                    .index_select(0, at.mul(new Scalar(task.fanOut())).add(places.select(1, 1)));
            Tensor output = expert(expert, x.index_select(0, at)).mul(weight.unsqueeze(1));
            combined = combined.index_add(0, at, output);
            double share = (double) places.size(0) / learning.batchRows() / task.fanOut();
            balance = balance.add(probabilities.select(1, expert).mean().mul(new Scalar(share)));
        }
        Tensor own = task.outputs() == 1
                ? binary_cross_entropy_with_logits(combined, target)
                : cross_entropy_loss(combined, target);
        Tensor square = logsumexp(scores, 1).square().mean();
        return own.add(balance.sum().mul(new Scalar(learning.balanceLoss() * experts.size())))
                .add(square.mul(new Scalar(learning.scoreLoss())));
    }

    private Tensor expert(int expert, Tensor input) {
        Tensor values = input;
        List<Layer> layers = experts.get(expert);
        for (Layer layer : layers.subList(0, layers.size() - 1)) {
            Tensor sums = layer.of(values);
            values = switch (task.activation()) {
                case RELU -> relu(sums);
                case SILU -> silu(sums);
                case GELU -> gelu(sums, "tanh");
                case IDENTITY -> sums;
            };
        }
        return layers.getLast().of(values);
    }
}
