// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// One entry of an answer's `outputs`, as its JSON says it. Its data may be nested.
final class HttpTensor {
    private static final int FIRST_CAPACITY = 64;

    String name = "";
    String datatype = "";
    final List<Long> shape = new ArrayList<>();
    /// Negative when the data is in the JSON.
    long binaryBytes = -1;

    private float[] values = new float[FIRST_CAPACITY];
    private int count;

    /// Reads the object that the parser stands on.
    static HttpTensor read(JsonParser parser) {
        HttpTensor tensor = new HttpTensor();
        for (String field = parser.nextName(); field != null; field = parser.nextName()) {
            tensor.readField(parser, field, parser.nextToken());
        }
        return tensor;
    }

    private void readField(JsonParser parser, String field, JsonToken value) {
        switch (field) {
            case "name" -> name = text(parser, value);
            case "datatype" -> datatype = text(parser, value);
            case "shape" -> readShape(parser, value);
            case "parameters" -> readParameters(parser, value);
            case "data" -> readData(parser, value);
            default -> parser.skipChildren();
        }
    }

    private static String text(JsonParser parser, JsonToken value) {
        if (value != JsonToken.VALUE_STRING) {
            throw HttpAnswers.broken("have texts for its outputs' names and datatypes");
        }
        return parser.getString();
    }

    private void readShape(JsonParser parser, JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            throw HttpAnswers.broken("have an array for its output's shape");
        }
        while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            shape.add(parser.getLongValue());
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw HttpAnswers.broken("have whole numbers in its output's shape");
        }
    }

    private void readParameters(JsonParser parser, JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        for (String field = parser.nextName(); field != null; field = parser.nextName()) {
            JsonToken parameter = parser.nextToken();
            if (field.equals("binary_data_size") && parameter == JsonToken.VALUE_NUMBER_INT) {
                binaryBytes = Math.max(0, parser.getLongValue());
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readData(JsonParser parser, JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            throw HttpAnswers.broken("have an array for its output's data");
        }
        for (int depth = 1; depth > 0; ) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_ARRAY) {
                depth++;
            } else if (token == JsonToken.END_ARRAY) {
                depth--;
            } else if (token != null && token.isNumeric()) {
                add(parser.getFloatValue());
            } else {
                throw HttpAnswers.broken("have numbers in its output's data");
            }
        }
    }

    private void add(float value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    float[] values() {
        return Arrays.copyOf(values, count);
    }
}
