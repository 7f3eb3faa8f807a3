// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.WitanException;
import inference.InferParameter;
import inference.InferParameter.ParameterChoiceCase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The parameters of a request over gRPC: those of REST, under the same names. One that is not known is refused, so
/// that a typo is never silently ignored.
///
/// @param timeoutNanos 0 when the caller does not say
record ProtoParameters(long timeoutNanos, boolean explain, boolean rawOutput) {

    static ProtoParameters read(Map<String, InferParameter> parameters, boolean isRaw) {
        long timeout = 0;
        boolean explain = false;
        boolean rawOutput = isRaw;
        for (Map.Entry<String, InferParameter> entry : parameters.entrySet()) {
            String name = entry.getKey();
            switch (name) {
                case "timeout" -> timeout = micros(entry.getValue());
                case "explain" -> explain = flag(name, entry.getValue());
                case "binary_data_output" -> rawOutput = flag(name, entry.getValue());
                default -> throw Json.unknownField("parameters", name, BodyReader.PARAMETERS);
            }
        }
        return new ProtoParameters(timeout, explain, rawOutput);
    }

    static void requireNone(Map<String, InferParameter> parameters, String where) {
        if (!parameters.isEmpty()) {
            throw Json.unknownField(where, parameters.keySet().iterator().next(), List.of());
        }
    }

    private static long micros(InferParameter value) {
        long micros = switch (value.getParameterChoiceCase()) {
            case INT64_PARAM -> value.getInt64Param();
            case UINT64_PARAM -> value.getUint64Param();
            default -> 0;
        };
        if (micros < 1 || micros > BodyReader.TIMEOUT_MICROS_MAX) {
            throw wrong(
                    "timeout, in microseconds,",
                    "a whole number between 1 and %d".formatted(BodyReader.TIMEOUT_MICROS_MAX),
                    value);
        }
        return TimeUnit.MICROSECONDS.toNanos(micros);
    }

    private static boolean flag(String name, InferParameter value) {
        if (value.getParameterChoiceCase() != ParameterChoiceCase.BOOL_PARAM) {
            throw wrong(name, "true or false", value);
        }
        return value.getBoolParam();
    }

    private static WitanException wrong(String what, String words, InferParameter value) {
        String found = switch (value.getParameterChoiceCase()) {
            case BOOL_PARAM -> Boolean.toString(value.getBoolParam());
            case INT64_PARAM -> Long.toString(value.getInt64Param());
            case STRING_PARAM -> "'" + Excerpt.of(value.getStringParam()) + "'";
            case DOUBLE_PARAM -> Double.toString(value.getDoubleParam());
            case UINT64_PARAM -> Long.toUnsignedString(value.getUint64Param());
            case PARAMETERCHOICE_NOT_SET -> "nothing";
        };
        return WitanException.invalidInput("%s must be %s: %s".formatted(what, words, found));
    }
}
