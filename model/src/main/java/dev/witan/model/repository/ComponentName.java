// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.repository;

import java.util.Comparator;
import java.util.regex.Pattern;

/// Which part of a mixture a component is, and the folder that holds its versions: `encoder`, `gate`,
/// `tiers`, `towers` or `experts/<id>`.
public record ComponentName(String path) {
    private static final Pattern PATH = Pattern.compile("encoder|gate|tiers|towers|experts/" + MixtureFolder.NAME);

    public static final ComponentName ENCODER = new ComponentName("encoder");
    /// By path.
    public static final Comparator<ComponentName> ORDER = Comparator.comparing(ComponentName::path);

    public static final ComponentName GATE = new ComponentName("gate");
    public static final ComponentName TIERS = new ComponentName("tiers");
    public static final ComponentName TOWERS = new ComponentName("towers");

    public ComponentName {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "component must be encoder, gate, tiers, towers or experts/<id>: " + path);
        }
    }

    /// The expert of that id.
    public static ComponentName expert(String id) {
        return new ComponentName("experts/" + id);
    }

    @Override
    public String toString() {
        return path;
    }
}
