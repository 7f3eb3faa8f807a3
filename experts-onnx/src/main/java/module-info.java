// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Experts and gates that are ONNX graphs, run by ONNX Runtime within this process. Start reading at `OnnxModel`.
///
/// The library is loaded with the first graph and not before. Package `graph` writes models, and needs no library;
/// `export` writes our experts and gates, and runs both to compare.
@NullMarked
module dev.witan.experts.onnx {
    requires static transitive org.jspecify;
    requires transitive dev.witan.engine;
    requires com.microsoft.onnxruntime;

    exports dev.witan.experts.onnx;
    exports dev.witan.experts.onnx.export;
    exports dev.witan.experts.onnx.graph;
}
