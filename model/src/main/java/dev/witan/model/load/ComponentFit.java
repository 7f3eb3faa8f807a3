// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.model.config.EncoderConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.ExpertTraits;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.TaskConfig;
import dev.witan.model.repository.ComponentName;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Whether a component of the release in force can stay in one of another configuration: why not, or nothing.
final class ComponentFit {
    private static final String FITS = "";

    private final MixtureSpec before;
    private final MixtureSpec after;

    ComponentFit(MixtureSpec before, MixtureSpec after) {
        this.before = before;
        this.after = after;
    }

    /// Why the component must be made anew; empty where it fits.
    String reasonAgainst(ComponentName name) {
        if (name.equals(ComponentName.ENCODER)) {
            return encoder();
        }
        if (!rows().isEmpty()) {
            return rows();
        }
        if (name.equals(ComponentName.GATE)) {
            return gate();
        }
        if (name.equals(ComponentName.TOWERS)) {
            return before.head().equals(after.head()) ? FITS : "the tasks were changed";
        }
        return name.equals(ComponentName.TIERS) ? FITS : expert(name);
    }

    private String encoder() {
        boolean hadScale = before.head().hasScale();
        boolean hasScale = after.head().hasScale();
        return hadScale == hasScale
                ? rows()
                : "it keeps the scale of the target with head regression or quantile, and only then";
    }

    /// A gate and an expert see nothing of an encoder but its rows.
    private String rows() {
        if (before.encoder() instanceof EncoderConfig.Vector(var _, int was, var _)
                && after.encoder() instanceof EncoderConfig.Vector(var _, int is, var _)) {
            return was == is ? FITS : "rows had %d dimensions and have %d".formatted(was, is);
        }
        return before.encoder().equals(after.encoder()) ? FITS : "the encoder was changed";
    }

    private String gate() {
        List<String> had = scored(before);
        List<String> has = scored(after);
        if (had.size() != has.size()) {
            return "it scored %d experts and must score %d".formatted(had.size(), has.size());
        }
        for (int i = 0; i < has.size(); i++) {
            int place = had.indexOf(has.get(i));
            if (place >= 0 && place != i) {
                return "expert '%s' had place %d and has place %d".formatted(has.get(i), place + 1, i + 1);
            }
        }
        if (!network(before.gate()).equals(network(after.gate()))) {
            return "its kind or shape was changed";
        }
        return tasks(before).equals(tasks(after)) ? FITS : "the tasks were changed";
    }

    private static List<String> tasks(MixtureSpec spec) {
        return spec.head() instanceof HeadConfig.Tasks(int _, var tasks)
                ? tasks.stream().map(TaskConfig::name).toList()
                : List.of();
    }

    private static List<String> scored(MixtureSpec spec) {
        return spec.experts().stream()
                .filter(expert -> expert.traits().role().isScored())
                .map(ExpertConfig::id)
                .toList();
    }

    /// What of a gate makes its file: how many groups a row looks into does not, nor in which numbers it is computed.
    private static GateConfig network(GateConfig gate) {
        return switch (gate) {
            case GateConfig.Linear _ -> new GateConfig.Linear();
            case GateConfig.Mlp(var hidden, var activation, var _) -> new GateConfig.Mlp(hidden, activation);
            case GateConfig.Hierarchical(int groups, int _) -> new GateConfig.Hierarchical(groups, 1);
            case GateConfig.Onnx onnx -> onnx;
        };
    }

    private String expert(ComponentName name) {
        if (before.head().outputs() != after.head().outputs()) {
            return "it put out %d numbers and must put out %d"
                    .formatted(before.head().outputs(), after.head().outputs());
        }
        ExpertConfig was = byComponent(before).get(name);
        ExpertConfig is = byComponent(after).get(name);
        return was != null && is != null && core(was).equals(core(is)) ? FITS : "its kind or shape was changed";
    }

    private static Map<ComponentName, ExpertConfig> byComponent(MixtureSpec spec) {
        return spec.experts().stream()
                .collect(Collectors.toMap(expert -> ComponentName.expert(expert.id()), Function.identity()));
    }

    private static ExpertConfig core(ExpertConfig expert) {
        return expert.withTraits(ExpertTraits.DEFAULTS);
    }
}
