// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the tensors of one layer are called, and which layout that looks like.
record LayerNames(Set<String> all, int layer) {
    private static final Pattern GATE = Pattern.compile(
            "model\\.layers\\.(\\d{1,6})\\.(?:block_sparse_moe\\.gate|mlp\\.gate|mlp\\.router)\\.weight");

    String of(String part) {
        return "model.layers.%d.%s".formatted(layer, part);
    }

    boolean has(String part) {
        return all.contains(of(part));
    }

    /// The layouts that the layer may have.
    List<Layout> layouts() {
        List<Layout> found = new ArrayList<>();
        if (has("block_sparse_moe.gate.weight")) {
            found.add(Layout.MIXTRAL);
        }
        if (has("mlp.router.weight")) {
            found.add(Layout.GPT_OSS);
        }
        if (has("mlp.gate.weight") && has("mlp.gate.e_score_correction_bias")) {
            found.add(Layout.DEEPSEEK_V3);
        } else if (has("mlp.gate.weight") && has("mlp.experts.0.gate_proj.weight")) {
            found.add(Layout.OLMOE);
            found.add(Layout.QWEN3_MOE);
        }
        return found;
    }

    /// `; the layer looks like --layout x`, or which layers have experts.
    String hint() {
        List<String> found = layouts().stream().map(Layout::text).toList();
        if (!found.isEmpty()) {
            return "; layer %d looks like --layout %s".formatted(layer, String.join(" or ", found));
        }
        Set<Integer> layers = layersWithGate();
        return layers.isEmpty()
                ? "; no layer of it has a gate called as in one of the layouts"
                : "; the layers with experts are %s".formatted(ranges(layers));
    }

    private Set<Integer> layersWithGate() {
        Set<Integer> layers = new TreeSet<>();
        for (String name : all) {
            Matcher gate = GATE.matcher(name);
            if (gate.matches()) {
                layers.add(Integer.parseInt(gate.group(1)));
            }
        }
        return layers;
    }

    private static String ranges(Set<Integer> ascending) {
        List<String> ranges = new ArrayList<>();
        int first = -1;
        int last = -2;
        for (int each : ascending) {
            if (each != last + 1) {
                add(ranges, first, last);
                first = each;
            }
            last = each;
        }
        add(ranges, first, last);
        return String.join(", ", ranges);
    }

    private static void add(List<String> ranges, int first, int last) {
        if (first >= 0) {
            ranges.add(first == last ? Integer.toString(first) : "%d to %d".formatted(first, last));
        }
    }
}
