// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What both fronts of the test's server share: which models are loaded, and how often they answered.
final class EchoState {
    static final String ADMIN_TOKEN = "admin";
    static final List<String> EXTENSIONS = List.of(
            "binary_tensor_data",
            "model_repository",
            "statistics",
            "model_configuration",
            "parameters",
            "schedule_policy");

    final Set<Defect> defects;
    private final Map<String, EchoModel> models =
            Map.of(EchoModel.ECHO.name(), EchoModel.ECHO, EchoModel.HALVES.name(), EchoModel.HALVES);
    private final Set<String> loaded = ConcurrentHashMap.newKeySet();
    final Map<String, AtomicLong> answered =
            Map.of(EchoModel.ECHO.name(), new AtomicLong(), EchoModel.HALVES.name(), new AtomicLong());

    EchoState(Set<Defect> defects) {
        this.defects = defects;
        loaded.addAll(models.keySet());
    }

    boolean has(Defect defect) {
        return defects.contains(defect);
    }

    List<EchoModel> models() {
        return List.of(EchoModel.ECHO, EchoModel.HALVES);
    }

    boolean isLoaded(String name) {
        return loaded.contains(name);
    }

    void load(String name) {
        require(Optional.ofNullable(models.get(name)), name);
        loaded.add(name);
    }

    void unload(String name) {
        require(Optional.ofNullable(models.get(name)), name);
        if (!has(Defect.STAYS_READY)) {
            loaded.remove(name);
        }
    }

    /// A loaded model, of the version that it has.
    EchoModel find(String name, String version) {
        String known = has(Defect.ANY_LETTER_CASE) ? name.toLowerCase(Locale.ROOT) : name;
        EchoModel model = require(Optional.ofNullable(models.get(known)), name);
        if (!version.isEmpty() && !version.equals(EchoModel.VERSION)) {
            throw new Refusal(404, "no such version: " + version);
        }
        if (!isLoaded(model.name())) {
            throw new Refusal(404, "not loaded: " + name);
        }
        return model;
    }

    private EchoModel require(Optional<EchoModel> model, String name) {
        return model.orElseThrow(
                () -> new Refusal(has(Defect.UNKNOWN_MODEL_400) ? 400 : 404, "no such model: " + name));
    }

    void count(EchoModel model) {
        answered.get(model.name()).addAndGet(has(Defect.COUNTS_TWICE) ? 2 : 1);
    }
}
