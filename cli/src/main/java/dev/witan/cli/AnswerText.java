// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// A response of the Open Inference Protocol in the form that a person reads at a terminal.
final class AnswerText {
    private static final int NEXT_MAX = 3;

    /// A class that rounds to 0.1 % is worth a line; the others are not.
    private static final double NEXT_MIN = 0.0005;

    private AnswerText() {}

    /// One line per output for one row, and the experts that gave it if the response tells; a table for several rows.
    static String answer(Asking asking) {
        JsonNode response = asking.response();
        List<JsonNode> outputs = response.path("outputs").valueStream().toList();
        int rows =
                outputs.isEmpty() ? 0 : outputs.getFirst().path("shape").path(0).asInt();
        TextTable table = rows == 1 ? lines(outputs, asking) : table(outputs, rows, asking);
        if (rows == 1) {
            addExperts(table, response.path("parameters").path("decision").path("rows"));
        }
        boolean isDegraded = response.path("parameters").path("degraded").asBoolean(false);
        return table + (isDegraded ? "\ndegraded: an expert did not answer" : "");
    }

    /// The experts of one record, or those of each of its tasks.
    private static void addExperts(TextTable table, JsonNode decisions) {
        for (JsonNode decision : decisions) {
            JsonNode chosen = decision.path("chosen");
            String task = decision.path("task").asString("");
            if (!chosen.isEmpty()) {
                table.row(task.isEmpty() ? "experts" : task + ".experts", experts(chosen));
            }
            if (task.isEmpty()) {
                return;
            }
        }
    }

    /// The answer, then for every row which experts gave it, which were passed over and why, and where the time went.
    static String explained(Asking asking) {
        return answer(asking)
                + DecisionText.of(asking.response().path("parameters").path("decision"));
    }

    private static TextTable lines(List<JsonNode> outputs, Asking asking) {
        TextTable table = new TextTable();
        for (JsonNode output : outputs) {
            ClassNames classes = asking.names(name(output));
            if (classes.areAsWideAs(width(output))) {
                addClasses(table, output, classes);
            } else {
                String value = value(output, 0, classes);
                boolean isOfSecond = classes.labels().size() == 2
                        && output.path("data").path(0).isNumber();
                table.row(
                        name(output),
                        isOfSecond
                                ? "%s (of %s)".formatted(value, classes.labels().getLast())
                                : value);
            }
        }
        return table;
    }

    private static void addClasses(TextTable table, JsonNode output, ClassNames classes) {
        List<Likelihood> ranked = Likelihood.ranked(output, 0, classes);
        table.row(single(output), DecisionText.scalar(ranked.getFirst().value()));
        String next = ranked.stream()
                .skip(1)
                .limit(NEXT_MAX)
                .filter(other -> other.value().doubleValue() >= NEXT_MIN)
                .map(Likelihood::text)
                .collect(Collectors.joining(", "));
        if (!next.isEmpty()) {
            table.row(task(output) + "next", next);
        }
    }

    private static TextTable table(List<JsonNode> outputs, int rows, Asking asking) {
        TextTable table = new TextTable();
        List<String> head = new ArrayList<>(List.of("row"));
        outputs.forEach(output ->
                head.add(asking.names(name(output)).areAsWideAs(width(output)) ? single(output) : name(output)));
        table.row(head);
        for (int row = 0; row < rows; row++) {
            List<String> cells = new ArrayList<>(List.of(Integer.toString(row)));
            for (JsonNode output : outputs) {
                ClassNames classes = asking.names(name(output));
                cells.add(
                        classes.areAsWideAs(width(output))
                                ? DecisionText.scalar(Likelihood.ranked(output, row, classes)
                                        .getFirst()
                                        .value())
                                : value(output, row, classes));
            }
            table.row(cells);
        }
        return table;
    }

    /// What the probability of the likeliest class alone is called, where the output holds that of each.
    private static String single(JsonNode output) {
        return task(output) + "probability";
    }

    /// `income.` of `income.probabilities`; nothing of an output that is of no task.
    private static String task(JsonNode output) {
        return name(output).substring(0, name(output).lastIndexOf('.') + 1);
    }

    private static String name(JsonNode output) {
        return output.path("name").asString();
    }

    private static int width(JsonNode output) {
        return Math.max(1, output.path("shape").path(1).asInt(1));
    }

    private static String value(JsonNode output, int row, ClassNames classes) {
        int width = width(output);
        if (width == classes.parts().size()) {
            return IntStream.range(0, width)
                    .mapToObj(i -> classes.parts().get(i) + " "
                            + DecisionText.scalar(output.path("data").path(row * width + i)))
                    .collect(Collectors.joining(", "));
        }
        return IntStream.range(row * width, (row + 1) * width)
                .mapToObj(i -> output.path("data").path(i))
                .map(value -> value.isString() ? classes.named(value.asString()) : DecisionText.scalar(value))
                .collect(Collectors.joining(" "));
    }

    /// `expert-3 (83 %), expert-7 (17 %)`, the heaviest first.
    private static String experts(JsonNode chosen) {
        return chosen.valueStream()
                .sorted(Comparator.comparingDouble(AnswerText::rank))
                .map(AnswerText::expert)
                .collect(Collectors.joining(", "));
    }

    /// What no gate scores stands last: its weight is none of the shares of the others.
    private static double rank(JsonNode choice) {
        return isAlways(choice) ? 0 : -1 - choice.path("weight").asDouble(0);
    }

    private static boolean isAlways(JsonNode choice) {
        return choice.path("score").isNull() && choice.path("weight").asDouble(0) == 1;
    }

    private static String expert(JsonNode choice) {
        JsonNode weight = choice.path("weight");
        if (isAlways(choice)) {
            return choice.path("expert").asString() + " (always)";
        }
        String share = weight.isNumber()
                ? String.format(Locale.ROOT, "%.0f %%", 100 * weight.doubleValue())
                : choice.path("fate").asString();
        return "%s (%s)".formatted(choice.path("expert").asString(), share);
    }

    /// A class and its probability.
    private record Likelihood(String name, JsonNode value) {

        /// The classes of one row, the likeliest first.
        static List<Likelihood> ranked(JsonNode output, int row, ClassNames classes) {
            int width = classes.labels().size();
            return IntStream.range(0, width)
                    .mapToObj(i -> new Likelihood(
                            classes.named(classes.labels().get(i)),
                            output.path("data").path(row * width + i)))
                    .sorted(Comparator.comparingDouble(
                            likelihood -> -likelihood.value().doubleValue()))
                    .toList();
        }

        String text() {
            return name + " " + DecisionText.scalar(value);
        }
    }
}
