// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.training.report.TrainingReport;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The report of a training as JSON, for programs.
final class TrainingJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private TrainingJson() {}

    static String of(TrainingReport report) {
        return JSON.writeValueAsString(report) + "\n";
    }
}
