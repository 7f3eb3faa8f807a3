// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A request in the form of the Open Inference Protocol: one tensor per column, numbers as `FP64`, texts as `BYTES`.
final class RequestJson {
    private static final JsonMapper JSON = new JsonMapper();

    private RequestJson() {}

    static String write(InferenceRequest request, boolean isExplained) {
        ObjectNode body = JSON.createObjectNode();
        if (isExplained) {
            body.putObject("parameters").put("explain", true);
        }
        ArrayNode inputs = body.putArray("inputs");
        for (String name : request.columnNames()) {
            Column column = request.column(name).orElseThrow();
            ObjectNode input = inputs.addObject().put("name", name);
            ArrayNode shape = input.putArray("shape").add(request.rows());
            input.put("datatype", datatype(column));
            ArrayNode data = input.putArray("data");
            if (column instanceof Column.Vectors vectors) {
                addVectors(shape, data, vectors);
                continue;
            }
            for (int row = 0; row < request.rows(); row++) {
                add(data, column, row);
            }
        }
        return body.toString();
    }

    private static void addBytes(ArrayNode data, byte @Nullable [] value) {
        if (value == null) {
            data.addNull();
        } else {
            data.add(Base64.getEncoder().encodeToString(value));
        }
    }

    private static String datatype(Column column) {
        return switch (column) {
            case Column.Numbers _ -> "FP64";
            case Column.Vectors _ -> "FP32";
            case Column.Texts _, Column.Bytes _ -> "BYTES";
        };
    }

    private static void addVectors(ArrayNode shape, ArrayNode data, Column.Vectors vectors) {
        if (vectors.tokens() != Column.Vectors.NO_TOKENS) {
            shape.add(vectors.tokens());
        }
        shape.add(vectors.dimensions());
        for (float value : vectors.values()) {
            data.add(value);
        }
    }

    private static void add(ArrayNode data, Column column, int row) {
        switch (column) {
            case Column.Texts texts -> data.add(texts.value(row));
            case Column.Bytes bytes -> addBytes(data, bytes.value(row));
            case Column.Vectors _ -> throw new IllegalStateException("vectors are written as a whole");
            case Column.Numbers numbers -> {
                double value = numbers.value(row);
                if (Double.isNaN(value)) {
                    data.addNull();
                } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
                    data.add((long) value);
                } else {
                    data.add(value);
                }
            }
        }
    }
}
