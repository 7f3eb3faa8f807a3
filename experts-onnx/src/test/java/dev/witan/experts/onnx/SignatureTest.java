// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.experts.onnx.graph.ElementType;
import dev.witan.experts.onnx.graph.OnnxGraph;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void refusesMoreThanOneInputOrOutput() {
        OnnxGraph inputs = new OnnxGraph("test")
                .input("a", OnnxGraph.ANY, 2)
                .input("b", OnnxGraph.ANY, 2)
                .output("out", OnnxGraph.ANY, 2)
                .node("Add", "out", "a", "b");
        assertRefused(inputs, "expert 'e': the graph must have one input: [a, b]");
        OnnxGraph outputs = new OnnxGraph("test")
                .input("in", OnnxGraph.ANY, 2)
                .output("a", OnnxGraph.ANY, 2)
                .output("b", OnnxGraph.ANY, 2)
                .node("Relu", "a", "in")
                .node("Tanh", "b", "in");
        assertRefused(outputs, "expert 'e': the graph must have one output: [a, b]");
    }

    @Test
    void refusesOtherTypes() {
        OnnxGraph graph = new OnnxGraph("test")
                .input("in", ElementType.INT64, OnnxGraph.ANY, 2)
                .output("out", ElementType.INT64, OnnxGraph.ANY, 2)
                .node("Neg", "out", "in");
        assertRefused(graph, "expert 'e': input 'in' must be a FP32 tensor: ");
    }

    @Test
    void refusesOtherShapes() {
        assertRefused(
                Graphs.elementwise(3),
                "expert 'e': input 'in' must have shape [rows, 2], with any number of rows or 1: [-1, 3]");
        OnnxGraph eight =
                new OnnxGraph("test").input("in", 8, 2).output("out", 8, 2).node("Relu", "out", "in");
        assertRefused(eight, "expert 'e': input 'in' must have shape [rows, 2], with any number of rows or 1: [8, 2]");
        OnnxGraph narrow = new OnnxGraph("test")
                .input("in", OnnxGraph.ANY, 2)
                .output("out", OnnxGraph.ANY, 1)
                .tensor("weights", new float[] {1, 1}, 2, 1)
                .node("MatMul", "out", "in", "weights");
        assertRefused(
                narrow, "expert 'e': output 'out' must have shape [rows, 2], with any number of rows or 1: [-1, 1]");
    }

    @Test
    void refusesWhatIsNoModel() {
        MemorySegment file = MemorySegment.ofArray("not a model".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> OnnxExpert.open("e", "", file, 2, 2))
                .isInstanceOfSatisfying(
                        WitanException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CORRUPT_FILE))
                .hasMessageStartingWith(
                        "expert 'e': the file must be an ONNX model that ONNX Runtime 1.28.0 can run: ");
        assertThatThrownBy(() -> OnnxGate.open(file, 2, 2)).hasMessageStartingWith("gate: the file must be");
    }

    @Test
    void refusesADeviceThatTheLibraryWasNotBuiltFor() {
        String before = System.getProperty(OnnxSessions.DEVICE, "cpu");
        System.setProperty(OnnxSessions.DEVICE, "abacus");
        try {
            assertRefused(Graphs.elementwise(2), "witan.onnx.device must be one of [cpu");
        } finally {
            System.setProperty(OnnxSessions.DEVICE, before);
        }
    }

    private void assertRefused(OnnxGraph graph, String why) {
        MemorySegment file = Graphs.file(graph, arena);
        assertThatThrownBy(() -> OnnxExpert.open("e", "", file, 2, 2))
                .isInstanceOfSatisfying(
                        WitanException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
                .hasMessageStartingWith(why);
    }
}
