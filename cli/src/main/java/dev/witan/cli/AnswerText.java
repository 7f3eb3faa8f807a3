// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// A response of the Open Inference Protocol, and the decision in it, in the form that a person reads at a terminal.
final class AnswerText {
    private AnswerText() {}

    /// One line per output for one row; a table for several.
    static String answer(JsonNode response) {
        List<JsonNode> outputs = response.path("outputs").valueStream().toList();
        int rows =
                outputs.isEmpty() ? 0 : outputs.getFirst().path("shape").path(0).asInt();
        TextTable table = new TextTable();
        if (rows == 1) {
            outputs.forEach(output -> table.row(output.path("name").asString(), value(output, 0)));
        } else {
            table.row(cells(
                    "row",
                    outputs.stream()
                            .map(output -> output.path("name").asString())
                            .toList()));
            for (int row = 0; row < rows; row++) {
                int at = row;
                table.row(cells(
                        Integer.toString(row),
                        outputs.stream().map(output -> value(output, at)).toList()));
            }
        }
        boolean isDegraded = response.path("parameters").path("degraded").asBoolean(false);
        return table + (isDegraded ? "\ndegraded: an expert did not answer" : "");
    }

    private static List<String> cells(String first, List<String> others) {
        List<String> cells = new ArrayList<>(others);
        cells.addFirst(first);
        return cells;
    }

    private static String value(JsonNode output, int row) {
        int width = Math.max(1, output.path("shape").path(1).asInt(1));
        List<String> values = new ArrayList<>();
        for (int i = row * width; i < (row + 1) * width; i++) {
            values.add(scalar(output.path("data").path(i)));
        }
        return String.join(" ", values);
    }

    /// The answer, then for every row which experts gave it, which were passed over and why, and where the time went.
    static String explained(JsonNode response) {
        JsonNode decision = response.path("parameters").path("decision");
        StringBuilder text = new StringBuilder(answer(response));
        text.append("\n\nmixture %s, release %s"
                .formatted(
                        decision.path("mixture").asString(""),
                        decision.path("release").asString("")));
        JsonNode rows = decision.path("rows");
        for (int row = 0; row < rows.size(); row++) {
            text.append(rows.size() == 1 ? "\n\n" : "\n\nrow %d\n".formatted(row));
            text.append(decision(rows.path(row)));
        }
        return text.append("\n\n").append(times(decision.path("micros"))).toString();
    }

    private static String decision(JsonNode row) {
        TextTable table = new TextTable();
        table.row("expert", "weight", "score", "with bias", "what happened");
        for (JsonNode choice : row.path("chosen")) {
            table.row(
                    choice.path("expert").asString(),
                    scalar(choice.path("weight")),
                    scalar(choice.path("score")),
                    scalar(choice.path("selection_score")),
                    choice.path("fate").asString());
        }
        for (JsonNode other : row.path("passed_over")) {
            table.row(
                    other.path("expert").asString(),
                    "-",
                    scalar(other.path("score")),
                    scalar(other.path("selection_score")),
                    "passed over: " + other.path("reason").asString());
        }
        return table.toString();
    }

    private static String times(JsonNode micros) {
        return "time: waited %.0f µs, gate and router %.0f µs, experts and combination %.0f µs; %.0f µs in all"
                .formatted(
                        micros.path("wait").asDouble(0),
                        micros.path("gate").asDouble(0),
                        micros.path("experts").asDouble(0),
                        micros.path("total").asDouble(0));
    }

    /// A number in six digits, without trailing zeros; in powers of ten only where it is tiny or huge.
    private static String scalar(JsonNode value) {
        if (!value.isNumber()) {
            return value.asString("");
        }
        double number = value.doubleValue();
        double size = Math.abs(number);
        if (number != 0 && (size < 1e-6 || size >= 1e12)) {
            return String.format(Locale.ROOT, "%.5e", number);
        }
        return BigDecimal.valueOf(number)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }
}
