// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.Limits;
import dev.witan.engine.Mixture;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.response.OutputSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/// Writes the answer to `GET /v2/models/{mixture}/config`: how a release is set up, in the ecosystem's words.
public final class ConfigurationWriter {
    private ConfigurationWriter() {}

    /// The configuration of a release.
    public static byte[] write(Mixture mixture, Limits limits) {
        return Metadata.object(json -> {
            json.writeStringProperty("name", mixture.name());
            json.writeStringProperty("platform", Metadata.PLATFORM);
            json.writeStringProperty("backend", Metadata.PLATFORM);
            json.writeObjectPropertyStart("version_policy");
            json.writeObjectPropertyStart("latest");
            json.writeNumberProperty("num_versions", 1);
            json.writeEndObject();
            json.writeEndObject();
            json.writeNumberProperty("max_batch_size", limits.requestRowsMax() / mixture.rowsEach());
            writeTensors(json, mixture);
            writeInstances(json, mixture.name(), limits.lanes());
            json.writeObjectPropertyStart("dynamic_batching");
            json.writeEndObject();
            json.writeObjectPropertyStart("parameters");
            parameters(mixture).forEach((name, value) -> {
                json.writeObjectPropertyStart(name);
                json.writeStringProperty("string_value", value);
                json.writeEndObject();
            });
            json.writeEndObject();
        });
    }

    private static void writeTensors(JsonGenerator json, Mixture mixture) {
        json.writeArrayPropertyStart("input");
        for (ColumnSpec column : mixture.encoder().columns()) {
            writeTensor(json, column.name(), Metadata.datatype(column), Metadata.shape(column), true);
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("output");
        for (OutputSpec output : mixture.head().outputs()) {
            writeTensor(json, output.name(), Metadata.datatype(output), Metadata.shape(mixture, output), false);
        }
        json.writeEndArray();
    }

    /// The extents after that of the rows, as a configuration tells them: a plain column has one value.
    static List<Integer> dims(List<Integer> shape) {
        return shape.size() == 1 ? List.of(1) : shape.subList(1, shape.size());
    }

    private static void writeTensor(
            JsonGenerator json, String name, String datatype, List<Integer> shape, boolean isInput) {
        json.writeStartObject();
        json.writeStringProperty("name", name);
        json.writeStringProperty("data_type", type(datatype));
        json.writeArrayPropertyStart("dims");
        dims(shape).forEach(json::writeNumber);
        json.writeEndArray();
        if (isInput) {
            json.writeBooleanProperty("optional", true);
        }
        json.writeEndObject();
    }

    private static void writeInstances(JsonGenerator json, String name, int lanes) {
        json.writeArrayPropertyStart("instance_group");
        json.writeStartObject();
        json.writeStringProperty("name", name);
        json.writeStringProperty("kind", "KIND_CPU");
        json.writeNumberProperty("count", lanes);
        json.writeEndObject();
        json.writeEndArray();
    }

    /// The name that the ecosystem's configurations have for a datatype.
    static String type(String datatype) {
        return datatype.equals("BYTES") ? "TYPE_STRING" : "TYPE_" + datatype;
    }

    /// What the ecosystem has no field for.
    public static Map<String, String> parameters(Mixture mixture) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("digest", mixture.digest());
        parameters.put("experts", Integer.toString(mixture.layer().experts().size()));
        parameters.put("fan_out", Integer.toString(mixture.layer().router().fanOut()));
        return parameters;
    }
}
