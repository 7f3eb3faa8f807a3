// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/// The options of a command with many, under a heading for each class that declares some of them; those of other
/// classes
/// come first, without.
record OptionSections(Map<Class<?>, String> headings) implements IHelpSectionRenderer {
    OptionSections {
        headings = new LinkedHashMap<>(headings);
    }

    /// The sections of `train`, in their order.
    static OptionSections ofTrain() {
        Map<Class<?>, String> headings = new LinkedHashMap<>();
        headings.put(TableArguments.class, "The table");
        headings.put(TaskArguments.class, "Quantiles and several tasks");
        headings.put(GateArguments.class, "Experts and gate");
        headings.put(OptimiserArguments.class, "Learning");
        headings.put(StartArguments.class, "Going on from a release");
        headings.put(CheckpointArguments.class, "Going on after an interruption");
        return new OptionSections(headings);
    }

    @Override
    public String render(Help help) {
        Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
        sections.put("", new ArrayList<>());
        headings.values().forEach(heading -> sections.put(heading, new ArrayList<>()));
        for (OptionSpec option : help.commandSpec().options()) {
            sections.getOrDefault(heading(option), List.of()).add(option);
        }
        StringBuilder text = new StringBuilder();
        sections.forEach((heading, options) -> {
            text.append(heading.isEmpty() ? "" : "%n%s:%n".formatted(heading));
            text.append(list(help, options));
        });
        return text.toString();
    }

    private String heading(OptionSpec option) {
        return option.userObject() instanceof Field field ? headings.getOrDefault(field.getDeclaringClass(), "") : "";
    }

    private static String list(Help help, List<OptionSpec> options) {
        Help.Layout layout = help.createDefaultLayout(
                help.commandSpec().options(), help.commandSpec().positionalParameters(), help.colorScheme());
        layout.addAllOptions(options, help.parameterLabelRenderer());
        return layout.toString();
    }
}
