// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Which expert had the greatest weight for the rows of each class.
///
/// @param experts their ids
/// @param firsts per class one number of rows per expert
public record Specialisation(List<String> experts, Map<String, List<Long>> firsts) {
    public Specialisation {
        experts = List.copyOf(experts);
        firsts = Collections.unmodifiableMap(new LinkedHashMap<>(firsts));
    }

    /// The same for groups of classes.
    public Specialisation grouped(UnaryOperator<String> groupOf) {
        Map<String, List<Long>> groups = new LinkedHashMap<>();
        firsts.forEach((label, rows) -> groups.merge(groupOf.apply(label), rows, Specialisation::sum));
        return new Specialisation(experts, groups);
    }

    private static List<Long> sum(List<Long> left, List<Long> right) {
        List<Long> sum = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            sum.add(left.get(i) + right.get(i));
        }
        return sum;
    }

    /// The classes whose rows went to an expert first more often than to any other.
    public List<String> specialtiesOf(int expert) {
        return firsts.entrySet().stream()
                .filter(entry -> mostOf(entry.getValue()) == expert)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static int mostOf(List<Long> rows) {
        return rows.indexOf(Collections.max(rows));
    }

    /// What the first expert tells about the class, in nats: the mutual information of the two.
    public double information() {
        double information = 0;
        double all = firsts.values().stream().mapToDouble(Specialisation::total).sum();
        for (List<Long> rows : firsts.values()) {
            for (int expert = 0; expert < experts.size(); expert++) {
                double both = rows.get(expert) / all;
                double apart = total(rows) / all * (ofExpert(expert) / all);
                information += both > 0 ? both * StrictMath.log(both / apart) : 0;
            }
        }
        return information;
    }

    /// What there is to tell about the class, in nats.
    public double entropy() {
        double all = firsts.values().stream().mapToDouble(Specialisation::total).sum();
        double entropy = 0;
        for (List<Long> rows : firsts.values()) {
            double share = total(rows) / all;
            entropy -= share > 0 ? share * StrictMath.log(share) : 0;
        }
        return entropy;
    }

    private double ofExpert(int expert) {
        return firsts.values().stream().mapToDouble(rows -> rows.get(expert)).sum();
    }

    private static double total(List<Long> rows) {
        return rows.stream().mapToLong(Long::longValue).sum();
    }
}
