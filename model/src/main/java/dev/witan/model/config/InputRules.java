// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import static dev.witan.model.config.YamlDocument.element;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules between inputs, the encoder that reads them, and examples.
final class InputRules {
    private static final String INPUTS = "spec.signature.inputs";
    private static final String COLUMNS = "spec.encoder.columns";

    private final MixtureSpec spec;
    private final Violations violations;
    private final Map<String, InputColumn> inputs = new HashMap<>();

    InputRules(MixtureSpec spec, Violations violations) {
        this.spec = spec;
        this.violations = violations;
    }

    void check() {
        checkInputs();
        switch (spec.encoder()) {
            case EncoderConfig.Table(var columns) -> checkColumns(columns);
            case EncoderConfig.Vector vector -> checkVector(vector);
        }
        checkExamples();
    }

    private void checkInputs() {
        List<InputColumn> columns = spec.signature().inputs();
        for (int i = 0; i < columns.size(); i++) {
            InputColumn column = columns.get(i);
            boolean isNew = inputs.putIfAbsent(column.name(), column) == null;
            violations.require(isNew, element(INPUTS, i) + ".name", "must be unique", column.name());
        }
        String target = spec.signature().target();
        violations.require(!inputs.containsKey(target), "spec.signature.target", "must not be an input", target);
    }

    private void checkColumns(List<EncodedColumn> columns) {
        Set<String> unread = new HashSet<>(inputs.keySet());
        for (int i = 0; i < columns.size(); i++) {
            checkColumn(element(COLUMNS, i), columns.get(i), unread);
        }
        checkRead(unread, "must be read by a column of the encoder");
    }

    private void checkRead(Set<String> unread, String rule) {
        List<InputColumn> declared = spec.signature().inputs();
        for (int i = 0; i < declared.size(); i++) {
            String name = declared.get(i).name();
            violations.require(!unread.remove(name), element(INPUTS, i) + ".name", rule, name);
        }
    }

    private void checkColumn(String field, EncodedColumn column, Set<String> unread) {
        InputColumn input = inputs.get(column.name());
        if (input == null) {
            violations.requireKnown(
                    inputs.keySet(), field + ".name", "must be an input of the signature", column.name());
            return;
        }
        violations.require(unread.remove(column.name()), field + ".name", "must be unique", column.name());
        boolean fits = switch (column) {
            case EncodedColumn.Numeric _ -> input.datatype().isNumeric();
            case EncodedColumn.Categorical _ -> input.datatype().isCategorical();
            case EncodedColumn.Date _, EncodedColumn.Text _, EncodedColumn.Image _ ->
                input.datatype() == Datatype.BYTES;
        };
        violations.require(
                fits, field + ".kind", "must fit the datatype of input '" + input.name() + "'", input.datatype());
    }

    private void checkVector(EncoderConfig.Vector vector) {
        InputColumn input = inputs.get(vector.name());
        if (input == null) {
            violations.requireKnown(
                    inputs.keySet(), "spec.encoder.name", "must be an input of the signature", vector.name());
            return;
        }
        violations.require(
                input.datatype() == Datatype.FP32,
                "spec.encoder.name",
                "must be an input of datatype FP32",
                input.datatype());
        Set<String> unread = new HashSet<>(inputs.keySet());
        unread.remove(vector.name());
        checkRead(unread, "must be the one that the encoder reads, '" + vector.name() + "'");
    }

    private void checkExamples() {
        boolean isVector = spec.encoder() instanceof EncoderConfig.Vector;
        violations.require(
                !isVector || spec.examples().isEmpty(),
                "spec.examples",
                "must be left out where the encoder is of kind vector",
                spec.examples().size());
        for (int i = 0; i < spec.examples().size() && !isVector; i++) {
            String field = element("spec.examples", i) + ".record";
            spec.examples().get(i).record().forEach((name, value) -> checkValue(field, name, value));
        }
    }

    private void checkValue(String field, String name, Object value) {
        InputColumn input = inputs.get(name);
        if (input == null) {
            violations.requireKnown(inputs.keySet(), field, "must name inputs of the signature", name);
            return;
        }
        boolean fits = switch (value) {
            case Boolean _ -> input.datatype() == Datatype.BOOL;
            case Double _ -> !input.datatype().isCategorical();
            case Long _ -> input.datatype().isNumeric();
            default -> input.datatype() == Datatype.BYTES;
        };
        violations.require(
                fits, YamlDocument.child(field, name), "must fit the input's datatype, " + input.datatype(), value);
    }
}
