// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.languages;

import dev.witan.training.report.Specialisation;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Says in lines of text how experts and families of languages belong together.
final class FamilyText {
    private FamilyText() {}

    static String of(Specialisation languages) {
        Specialisation families =
                languages.grouped(code -> Language.of(code).family().title());
        StringBuilder text = new StringBuilder("rows of each family by the expert they went to first, %\n");
        text.append(" ".repeat(42));
        languages.experts().forEach(id -> text.append("%5s".formatted(id.substring(id.lastIndexOf('-') + 1))));
        text.append('\n');
        families.firsts().entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .forEach(family -> line(text, family.getKey(), family.getValue()));
        text.append(String.format(
                Locale.ROOT,
                "the first expert tells %.3f of %.3f nats about the family, %.3f of %.3f about the language%n",
                families.information(),
                families.entropy(),
                languages.information(),
                languages.entropy()));
        for (int expert = 0; expert < languages.experts().size(); expert++) {
            text.append(
                    "  %-10s %s%n".formatted(languages.experts().get(expert), titles(languages.specialtiesOf(expert))));
        }
        return text.toString();
    }

    static String titles(List<String> codes) {
        return codes.isEmpty()
                ? "none"
                : codes.stream().map(code -> Language.of(code).title()).collect(Collectors.joining(", "));
    }

    private static void line(StringBuilder text, String family, List<Long> rows) {
        double total = rows.stream().mapToLong(Long::longValue).sum();
        text.append("  %-40s".formatted(family));
        for (long count : rows) {
            long percent = Math.round(100 * count / total);
            text.append(percent == 0 ? "    ." : "%5d".formatted(percent));
        }
        text.append('\n');
    }
}
