// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What makes a training the same training: its options, its table and its start. How many threads work on it and how
/// it
/// is measured in the end are no part of that.
final class TrainingFacts {
    private TrainingFacts() {}

    static Map<String, String> of(TrainingInput input, TrainingOptions options) {
        Map<String, String> facts = new TreeMap<>();
        collect("", options, facts);
        facts.remove("threads");
        facts.put("program", ProgramFact.text());
        facts.put("table", input.table().digest());
        facts.put("validation rows", Integer.toString(Arrays.hashCode(input.validation())));
        facts.put("frozen", frozen(input));
        facts.put(
                "start",
                switch (input.start()) {
                    case TrainingStart.Fresh _ -> "fresh";
                    case TrainingStart.From(var mixture) -> mixture.digest();
                });
        return facts;
    }

    private static String frozen(TrainingInput input) {
        return "encoder %s, gate %s, experts %s"
                .formatted(
                        input.frozen().encoder(),
                        input.frozen().gate(),
                        input.frozen().experts().stream().sorted().toList());
    }

    private static void collect(String prefix, Record record, Map<String, String> facts) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String name = prefix + component.getName();
            Object value = value(record, component);
            if (value instanceof Record inner) {
                collect(name + ".", inner, facts);
            } else if (value instanceof List<?> shapes) {
                facts.put(
                        name, shapes.stream().map(TrainingFacts::text).toList().toString());
            } else {
                facts.put(name, String.valueOf(value));
            }
        }
    }

    private static String text(Object item) {
        return item instanceof ExpertShape.Given(var id, var role, var _)
                ? "given %s %s".formatted(id, role)
                : String.valueOf(item);
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's components can be read: " + component, e);
        }
    }
}
