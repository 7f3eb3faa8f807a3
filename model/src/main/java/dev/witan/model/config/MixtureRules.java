// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import static dev.witan.model.config.YamlDocument.element;

import dev.witan.engine.error.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules between fields, which a schema cannot say.
final class MixtureRules {
    private static final String INPUTS = "spec.signature.inputs";
    private static final String COLUMNS = "spec.encoder.columns";

    private final MixtureSpec spec;
    private final Map<String, InputColumn> inputs = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private MixtureRules(MixtureSpec spec) {
        this.spec = spec;
    }

    static List<Violation> violations(MixtureSpec spec) {
        MixtureRules rules = new MixtureRules(spec);
        rules.checkInputs();
        rules.checkColumns();
        rules.checkExperts();
        rules.checkHead();
        rules.checkExamples();
        return List.copyOf(rules.violations);
    }

    private void checkInputs() {
        List<InputColumn> columns = spec.signature().inputs();
        for (int i = 0; i < columns.size(); i++) {
            InputColumn column = columns.get(i);
            if (inputs.putIfAbsent(column.name(), column) != null) {
                add(element(INPUTS, i) + ".name", "must be unique", column.name());
            }
        }
        if (inputs.containsKey(spec.signature().target())) {
            add(
                    "spec.signature.target",
                    "must not be an input",
                    spec.signature().target());
        }
    }

    private void checkColumns() {
        List<EncodedColumn> columns = switch (spec.encoder()) {
            case EncoderConfig.Table table -> table.columns();
        };
        Set<String> unread = new HashSet<>(inputs.keySet());
        for (int i = 0; i < columns.size(); i++) {
            checkColumn(element(COLUMNS, i), columns.get(i), unread);
        }
        List<InputColumn> declared = spec.signature().inputs();
        for (int i = 0; i < declared.size(); i++) {
            String name = declared.get(i).name();
            if (unread.remove(name)) {
                add(element(INPUTS, i) + ".name", "must be read by a column of the encoder", name);
            }
        }
    }

    private void checkColumn(String field, EncodedColumn column, Set<String> unread) {
        InputColumn input = inputs.get(column.name());
        if (input == null) {
            String suggestion = Suggestion.hint(column.name(), inputs.keySet());
            violations.add(new Violation(
                    field + ".name", "must be an input of the signature: %s%s".formatted(column.name(), suggestion)));
            return;
        }
        if (!unread.remove(column.name())) {
            add(field + ".name", "must be unique", column.name());
        }
        boolean fits = switch (column) {
            case EncodedColumn.Numeric _ -> input.datatype().isNumeric();
            case EncodedColumn.Categorical _ -> input.datatype().isCategorical();
            case EncodedColumn.Text _ -> input.datatype() == Datatype.BYTES;
        };
        if (!fits) {
            add(field + ".kind", "must fit the datatype of input '" + input.name() + "'", input.datatype());
        }
    }

    private void checkExperts() {
        Set<String> ids = new HashSet<>();
        List<ExpertConfig> experts = spec.experts();
        for (int i = 0; i < experts.size(); i++) {
            if (!ids.add(experts.get(i).id())) {
                add(
                        element("spec.experts", i) + ".id",
                        "must be unique",
                        experts.get(i).id());
            }
        }
        if (spec.fanOut() > experts.size()) {
            add("spec.routing.fanOut", "must be at most the number of experts, " + experts.size(), spec.fanOut());
        }
    }

    private void checkHead() {
        List<String> classes = switch (spec.head()) {
            case HeadConfig.Binary binary -> binary.classes();
            case HeadConfig.MultiClass multiClass -> multiClass.classes();
            case HeadConfig.Regression _ -> List.of();
        };
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < classes.size(); i++) {
            if (!seen.add(classes.get(i))) {
                add(element("spec.head.classes", i), "must be unique", classes.get(i));
            }
        }
        if (spec.head() instanceof HeadConfig.MultiClass(var _, var titles)
                && !titles.isEmpty()
                && titles.size() != classes.size()) {
            add("spec.head.titles", "must be as many as classes, " + classes.size(), titles.size());
        }
    }

    private void checkExamples() {
        for (int i = 0; i < spec.examples().size(); i++) {
            String field = element("spec.examples", i) + ".record";
            spec.examples().get(i).record().forEach((name, value) -> checkValue(field, name, value));
        }
    }

    private void checkValue(String field, String name, Object value) {
        InputColumn input = inputs.get(name);
        if (input == null) {
            violations.add(new Violation(
                    field,
                    "must name inputs of the signature: %s%s".formatted(name, Suggestion.hint(name, inputs.keySet()))));
            return;
        }
        boolean fits = switch (value) {
            case Boolean _ -> input.datatype() == Datatype.BOOL;
            case Double _ -> !input.datatype().isCategorical();
            case Long _ -> input.datatype().isNumeric();
            default -> input.datatype() == Datatype.BYTES;
        };
        if (!fits) {
            add(YamlDocument.child(field, name), "must fit the input's datatype, " + input.datatype(), value);
        }
    }

    private void add(String field, String rule, Object value) {
        violations.add(new Violation(field, rule + ": " + value));
    }
}
