// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// The decision behind an answer, in the form that a person reads at a terminal.
final class DecisionText {
    /// The stages that take time, as the decision calls them and as a person does.
    private static final List<List<String>> STAGES = List.of(
            List.of("encode", "encoding"),
            List.of("wait", "waiting"),
            List.of("gate", "gate and router"),
            List.of("experts", "experts"),
            List.of("combine", "combination"));

    private DecisionText() {}

    static String of(JsonNode whole) {
        StringBuilder text = new StringBuilder("\n\nmixture %s, release %s"
                .formatted(
                        whole.path("mixture").asString(""),
                        whole.path("release").asString("")));
        JsonNode rows = whole.path("rows");
        for (int row = 0; row < rows.size(); row++) {
            JsonNode decision = rows.path(row);
            String task = decision.path("task").asString("");
            String title = task.isEmpty()
                    ? "row %d".formatted(row)
                    : "row %d, task %s".formatted(decision.path("row").asInt(), task);
            text.append(rows.size() == 1 ? "\n\n" : "\n\n" + title + "\n");
            text.append(experts(decision));
        }
        return text.append("\n\n").append(times(whole.path("micros"))).toString();
    }

    private static String experts(JsonNode row) {
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
        StringBuilder text = new StringBuilder(table.toString());
        for (JsonNode others : row.path("others")) {
            text.append("\nand %s more passed over: %s"
                    .formatted(
                            others.path("experts").asString(),
                            others.path("reason").asString()));
        }
        for (JsonNode caveat : row.path("caveats")) {
            text.append("\nnote: ").append(caveat.asString());
        }
        return text.toString();
    }

    private static String times(JsonNode micros) {
        List<String> parts = new ArrayList<>();
        for (List<String> stage : STAGES) {
            JsonNode value = micros.path(stage.getFirst());
            if (value.isNumber()) {
                parts.add(String.format(Locale.ROOT, "%s %.0f µs", stage.getLast(), value.doubleValue()));
            }
        }
        return String.format(
                Locale.ROOT,
                "time: %s; %.0f µs in all",
                String.join(", ", parts),
                micros.path("total").asDouble(0));
    }

    /// A number in six digits, without trailing zeros; in powers of ten only where it is tiny or huge.
    static String scalar(JsonNode value) {
        if (value.isNull()) {
            return "-";
        }
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
