// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Activation;
import dev.witan.training.ExpertShape;
import dev.witan.training.step.ExpertRole;
import dev.witan.training.trees.TreeGrowth;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads an expert that is to be trained: `plain=linear`, `small=8`, `deep=64,32`, `deep=64,32:relu`,
/// `common=16:shared`, `forest=trees`, `forest=trees:leaves=24:rounds=500`.
final class ExpertArgument implements ITypeConverter<ExpertShape> {
    private static final String LIKE =
            "must be like plain=linear, small=8, deep=64,32:relu, common=16:shared or forest=trees:leaves=24";

    @Override
    public ExpertShape convert(String value) {
        int equals = value.indexOf('=');
        if (equals < 1 || !value.substring(0, equals).matches("[a-z0-9][a-z0-9._-]{0,63}")) {
            throw wrong(value, "a name of lower-case latin letters and digits comes before '='");
        }
        List<String> terms = Arrays.asList(value.substring(equals + 1).split(":", -1));
        if (terms.getFirst().equals("trees")) {
            return trees(value, value.substring(0, equals), terms.subList(1, terms.size()));
        }
        Activation activation = null;
        ExpertRole role = ExpertRole.CHOSEN;
        for (String term : terms.subList(1, terms.size())) {
            if (term.equals("shared")) {
                role = ExpertRole.SHARED;
            } else {
                activation = activation(value, term);
            }
        }
        return network(value, value.substring(0, equals), terms.getFirst(), activation, role);
    }

    private static ExpertShape trees(String value, String id, List<String> terms) {
        TreeGrowth growth = TreeGrowth.usual(0);
        ExpertRole role = ExpertRole.CHOSEN;
        for (String term : terms) {
            if (term.equals("shared")) {
                role = ExpertRole.SHARED;
            } else {
                growth = with(growth, value, term);
            }
        }
        return new ExpertShape.Trees(id, role, growth);
    }

    private static TreeGrowth with(TreeGrowth growth, String value, String term) {
        String[] parts = term.split("=", 2);
        try {
            return switch (parts[0]) {
                case "leaves" -> growth.withLeaves(Integer.parseInt(number(parts)));
                case "rounds" -> growth.withRoundsMax(Integer.parseInt(number(parts)));
                case "rate" -> growth.withLearningRate(Double.parseDouble(number(parts)));
                case "rows" -> growth.withLeafRowsMin(Integer.parseInt(number(parts)));
                default ->
                    throw wrong(
                            value,
                            "'%s' is neither 'shared' nor leaves=, rounds=, rate= or rows=, what trees are told"
                                    .formatted(term));
            };
        } catch (NumberFormatException _) {
            throw wrong(value, "'%s' needs a number".formatted(term));
        } catch (WitanException e) {
            throw wrong(value, e.reason());
        }
    }

    private static String number(String[] parts) {
        return parts.length == 2 ? parts[1] : "";
    }

    private static ExpertShape network(
            String value, String id, String widths, @Nullable Activation activation, ExpertRole role) {
        try {
            List<Integer> hidden = widths.equals("linear")
                    ? List.of()
                    : Arrays.stream(widths.split(",", -1))
                            .map(width -> Integer.parseInt(width.strip()))
                            .toList();
            return new ExpertShape.Network(id, hidden, activation, role);
        } catch (NumberFormatException _) {
            throw wrong(value, "'%s' is neither 'linear' nor widths of hidden layers".formatted(widths));
        } catch (IllegalArgumentException e) {
            throw wrong(value, String.valueOf(e.getMessage()));
        }
    }

    private static Activation activation(String value, String term) {
        try {
            return Activation.valueOf(term.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw wrong(value, "'%s' is neither 'shared' nor relu, gelu or silu".formatted(term));
        }
    }

    private static TypeConversionException wrong(String value, String why) {
        return new TypeConversionException("%s: %s (%s)".formatted(LIKE, value, why));
    }
}
