// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.experts.onnx.graph.Attributes;
import dev.witan.experts.onnx.graph.OnnxGraph;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.kernels.Scratch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxExpertTest {
    private static final int INPUTS = 20;
    private static final int HIDDEN = 33;
    private static final int OUTPUTS = 5;
    private static final int FROM = 3;

    private final Arena arena = Arena.ofShared();
    private final Kernels kernels = Kernels.choose();
    private final Random random = new Random(1);
    private final float[] first = values(INPUTS * HIDDEN);
    private final float[] second = values(HIDDEN * OUTPUTS);

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void answersAsTheSameNetworkInOurKernels() {
        try (OnnxExpert expert = open(OnnxGraph.ANY)) {
            for (int rows : new int[] {1, 2, 7, 256, 300}) {
                assertClose(answer(expert, rows), expected(rows));
            }
        }
    }

    @Test
    void answersRowByRowWhereTheGraphTakesOneOnly() {
        try (OnnxExpert expert = open(1)) {
            assertThat(expert.isRepeatable()).isTrue();
            assertClose(answer(expert, 7), expected(7));
        }
    }

    @Test
    void leavesOtherRowsAlone() {
        try (OnnxExpert expert = open(OnnxGraph.ANY)) {
            FloatMatrix out = answer(expert, 4);
            assertThat(out.get(FROM - 1, 0)).isEqualTo(-1f);
            assertThat(out.get(FROM + 4, 0)).isEqualTo(-1f);
        }
    }

    @Test
    void manyThreadsGetTheSameBits() throws Exception {
        try (OnnxExpert expert = open(OnnxGraph.ANY);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            FloatMatrix alone = answer(expert, 9);
            List<Future<FloatMatrix>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                answers.add(threads.submit(() -> answer(expert, 9)));
            }
            for (Future<FloatMatrix> answer : answers) {
                for (int row = FROM; row < FROM + 9; row++) {
                    for (int column = 0; column < OUTPUTS; column++) {
                        assertThat(answer.get().get(row, column)).isEqualTo(alone.get(row, column));
                    }
                }
            }
        }
    }

    @Test
    void tellsGraphsWhoseRowsStandAloneFromOthers() {
        try (OnnxExpert alone = OnnxExpert.open("a", "", Graphs.file(Graphs.elementwise(6), arena), 6, 6);
                OnnxExpert together = OnnxExpert.open("b", "", Graphs.file(Graphs.acrossRows(6), arena), 6, 6)) {
            assertThat(alone.isRepeatable()).isTrue();
            assertThat(together.isRepeatable()).isFalse();
        }
    }

    @Test
    void triesBatchesAsLargeAsThoseThatAreUsed() {
        try (OnnxExpert expert = OnnxExpert.open("a", "", Graphs.file(Graphs.acrossManyRows(), arena), 2, 2)) {
            assertThat(expert.isRepeatable()).isFalse();
        }
    }

    /// Each look at the clock finds another ten seconds gone.
    @Test
    void makesCallsNoLargerThanThereWasTimeToTry() {
        AtomicLong seconds = new AtomicLong();
        try (OnnxModel model = OnnxModel.open("a", Graphs.file(Graphs.acrossManyRows(), arena), 2, 2)) {
            assertThat(Repeatability.of(model, () -> 10_000_000_000L * seconds.incrementAndGet()))
                    .isEqualTo(new Repeatability.Finding(true, Repeatability.ROWS_LEAST));
            assertThat(Repeatability.of(model, () -> 0)).isEqualTo(new Repeatability.Finding(false, 256));
        }
    }

    @Test
    void refusesAModelThatItsFormatCannotHold(@TempDir Path folder) throws IOException {
        long bytes = 1L << 31;
        Path file = folder.resolve("large.onnx");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            channel.write(ByteBuffer.allocate(1), bytes - 1);
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena);
            assertThatThrownBy(() -> OnnxExpert.open("a", "", mapped, 2, 2))
                    .isInstanceOf(WitanException.class)
                    .hasMessageStartingWith("expert 'a': an ONNX model in one file must be smaller than 2 GiB")
                    .hasMessageContaining("2147483648 bytes");
        }
    }

    @Test
    void refusesAGraphThatGivesMoreRowsThanItTakes() {
        OnnxGraph graph = new OnnxGraph("test")
                .input("in", OnnxGraph.ANY, 2)
                .output("out", OnnxGraph.ANY, 2)
                .tensor("table", new float[] {1, 2}, 1, 2)
                .node("Concat", new Attributes().number("axis", 0), "out", "in", "table");
        assertThatThrownBy(() -> OnnxExpert.open("a", "", Graphs.file(graph, arena), 2, 2))
                .isInstanceOf(WitanException.class)
                .hasMessageStartingWith("expert 'a': the graph must run: ");
    }

    @Test
    void aGateIsAGraphToo() {
        float[] weights = {1, 0, 0, 0, 2, 0};
        OnnxGraph graph = new OnnxGraph("test")
                .input("rows", OnnxGraph.ANY, 2)
                .output("logits", OnnxGraph.ANY, 3)
                .tensor("weights", weights, 2, 3)
                .node("MatMul", "logits", "rows", "weights");
        try (OnnxGate gate = OnnxGate.open(Graphs.file(graph, arena), 2, 3)) {
            FloatMatrix rows = FloatMatrix.allocate(arena, 4, 2);
            rows.copyRowFrom(0, new float[] {1, 2}, 0);
            rows.copyRowFrom(1, new float[] {3, 4}, 0);
            RowBatch batch = new RowBatch(rows);
            batch.reset(2);
            Scores scores = new Scores(FloatMatrix.allocate(arena, 4, 3));
            gate.score(kernels, batch, Scratch.allocate(arena, 1, 1), scores);
            assertThat(scores.of(0, 0)).isEqualTo(1f);
            assertThat(scores.of(0, 1)).isEqualTo(4f);
            assertThat(scores.of(1, 1)).isEqualTo(8f);
            assertThat(scores.of(1, 2)).isZero();
            assertThat(gate.isRepeatable()).isTrue();
        }
    }

    private OnnxExpert open(long rows) {
        OnnxGraph graph = Graphs.network(rows, INPUTS, HIDDEN, OUTPUTS, first, second);
        OnnxExpert expert = OnnxExpert.open("a", "sha256:a", Graphs.file(graph, arena), INPUTS, OUTPUTS);
        expert.warm();
        return expert;
    }

    private FloatMatrix answer(OnnxExpert expert, int rows) {
        FloatMatrix out = FloatMatrix.allocate(arena, FROM + rows + 1, OUTPUTS);
        out.fill(-1f);
        ExpertBatch batch = new ExpertBatch(0, 0, FROM, rows, in(rows), out);
        List<ExpertBatch> answered = new ArrayList<>();
        expert.submit(batch, kernels, Scratch.allocate(arena, 1, 1), new ExpertCompletion() {
            @Override
            public void answered(ExpertBatch of) {
                answered.add(of);
            }

            @Override
            public void failed(ExpertBatch of, WitanException cause) {
                throw cause;
            }
        });
        assertThat(answered).containsExactly(batch);
        return out;
    }

    private FloatMatrix in(int rows) {
        FloatMatrix in = FloatMatrix.allocate(arena, FROM + rows + 1, INPUTS);
        for (int row = 0; row < FROM + rows + 1; row++) {
            for (int column = 0; column < INPUTS; column++) {
                in.set(row, column, (float) Math.sin(row * 31 + column));
            }
        }
        return in;
    }

    private FloatMatrix expected(int rows) {
        FeedForward network = new FeedForward(List.of(
                layer(INPUTS, HIDDEN, first, Activation.RELU), layer(HIDDEN, OUTPUTS, second, Activation.IDENTITY)));
        FloatMatrix out = FloatMatrix.allocate(arena, FROM + rows, OUTPUTS);
        Scratch scratch = Scratch.allocate(arena, rows, HIDDEN);
        network.forward(kernels, in(rows), FROM, rows, scratch.a(), scratch.b(), out, FROM);
        return out;
    }

    private Linear layer(int inputs, int outputs, float[] weights, Activation activation) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, inputs, outputs);
        for (int row = 0; row < inputs; row++) {
            matrix.copyRowFrom(row, weights, row * outputs);
        }
        return new Linear(PackedMatrix.pack(arena, matrix), FloatMatrix.allocate(arena, 1, outputs), activation);
    }

    private static void assertClose(FloatMatrix found, FloatMatrix expected) {
        for (int row = FROM; row < expected.rows(); row++) {
            for (int column = 0; column < OUTPUTS; column++) {
                assertThat(found.get(row, column)).isCloseTo(expected.get(row, column), within(2e-5f));
            }
        }
    }

    private float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }
}
