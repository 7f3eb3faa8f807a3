// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Mixtures on disk: manifests, weight files and the store that keeps released versions.
@NullMarked
module dev.witan.model {
    requires static transitive org.jspecify;
    requires transitive dev.witan.engine;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.yaml;
    requires org.snakeyaml.engine;
    requires com.networknt.schema;

    exports dev.witan.model;
    exports dev.witan.model.config;
    exports dev.witan.model.imports;
    exports dev.witan.model.load;
    exports dev.witan.model.problem;
    exports dev.witan.model.repository;
    exports dev.witan.model.safetensors;
    exports dev.witan.model.storage;
}
