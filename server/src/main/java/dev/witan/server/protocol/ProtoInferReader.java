// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import com.google.protobuf.ByteString;
import dev.witan.engine.Mixture;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.server.protocol.OutputSelection.Form;
import dev.witan.server.protocol.OutputSelection.Wanted;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import inference.ModelInferRequest.InferRequestedOutputTensor;
import java.util.ArrayList;
import java.util.List;

/// Reads the inference requests of one mixture in the Open Inference Protocol's gRPC form, by the same rules as
/// [InferReader]. Immutable and thread-safe.
///
/// Inputs are raw, all of them, or typed, all of them. The outputs come back in the same form unless
/// `binary_data_output` says otherwise.
public final class ProtoInferReader {
    private final Signature signature;
    private final ReadLimits limits;

    public ProtoInferReader(Mixture mixture, ReadLimits limits) {
        this.signature = new Signature(mixture);
        this.limits = limits;
    }

    /// Reads a request.
    ///
    /// @throws WitanException INVALID_INPUT, PAYLOAD_TOO_LARGE: naming the rule and the value
    public InferCall read(ModelInferRequest request) {
        limits.requireText(request.getId(), "id");
        limits.requireTensors(request.getInputsCount(), "inputs");
        limits.requireTensors(request.getOutputsCount(), "outputs");
        boolean isRaw = request.getRawInputContentsCount() > 0;
        ProtoParameters parameters = ProtoParameters.read(request.getParametersMap(), isRaw);
        return new InferCall(
                request.getId(),
                new InferenceRequest(columns(request, isRaw)),
                new OutputSelection(wanted(request), parameters.rawOutput()),
                parameters.timeoutNanos(),
                parameters.explain());
    }

    private List<Wanted> wanted(ModelInferRequest request) {
        List<Wanted> wanted = new ArrayList<>(request.getOutputsCount());
        for (InferRequestedOutputTensor output : request.getOutputsList()) {
            signature.output(output.getName());
            ProtoParameters.requireNone(output.getParametersMap(), "an output's parameters");
            OutputSelection.add(wanted, new Wanted(output.getName(), Form.AS_DEFAULT));
        }
        return wanted;
    }

    private List<Column> columns(ModelInferRequest request, boolean isRaw) {
        int raw = request.getRawInputContentsCount();
        if (isRaw && raw != request.getInputsCount()) {
            throw WitanException.invalidInput(
                    "raw_input_contents must have one entry for each of the %d inputs: it has %d"
                            .formatted(request.getInputsCount(), raw));
        }
        List<Column> columns = new ArrayList<>(request.getInputsCount());
        for (int i = 0; i < request.getInputsCount(); i++) {
            InferInputTensor input = request.getInputs(i);
            columns.add(column(input, isRaw ? request.getRawInputContents(i) : ByteString.EMPTY, isRaw));
        }
        return columns;
    }

    private Column column(InferInputTensor input, ByteString raw, boolean isRaw) {
        String name = input.getName();
        ColumnSpec column = signature.column(name);
        Datatype datatype = Datatype.of(input.getDatatype(), name);
        ProtoParameters.requireNone(input.getParametersMap(), "an input's parameters");
        TensorShape shape = new TensorShape();
        for (int i = 0; i < input.getShapeCount(); i++) {
            shape.add(input.getShape(i));
        }
        if (shape.rank() == 0) {
            throw WitanException.invalidInput("an input needs a shape: '%s' has none".formatted(Excerpt.of(name)));
        }
        ColumnBuilder builder = ColumnBuilder.of(column, datatype, shape, limits);
        builder.addAll(elements(input, datatype, raw, isRaw));
        shape.requireRows(builder.rows(), name);
        return builder.build();
    }

    private TensorElements elements(InferInputTensor input, Datatype datatype, ByteString raw, boolean isRaw) {
        if (isRaw && input.hasContents()) {
            throw WitanException.invalidInput("input '%s' must have either contents or raw_input_contents: it has both"
                    .formatted(Excerpt.of(input.getName())));
        }
        return isRaw
                ? new BinaryTensor(input.getName(), datatype, raw.asReadOnlyByteBuffer(), limits.textLengthMax())
                : new TypedTensor(input.getName(), datatype, input.getContents(), limits.textLengthMax());
    }
}
