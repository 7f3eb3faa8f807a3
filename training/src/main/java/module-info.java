// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// The trainer: it learns gate, experts and encoders from tables and writes mixtures.
@NullMarked
module dev.witan.training {
    requires static transitive org.jspecify;
    requires transitive dev.witan.model;
    requires transitive dev.witan.engine;
    requires dev.witan.tables;

    exports dev.witan.training.ads;
    exports dev.witan.training.balance;
    exports dev.witan.training.checkpoint;
    exports dev.witan.training.data;
    exports dev.witan.training.distillation;
    exports dev.witan.training.evaluation;
    exports dev.witan.training.features;
    exports dev.witan.training.languages;
    exports dev.witan.training.network;
    exports dev.witan.training.lifecycle;
    exports dev.witan.training.report;
    exports dev.witan.training.statistics;
    exports dev.witan.training.step;
    exports dev.witan.training.sweep;
    exports dev.witan.training.text;
    exports dev.witan.training.tiers;
    exports dev.witan.training;
    exports dev.witan.training.trees;
}
