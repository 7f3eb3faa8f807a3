// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Reports with plots, each of them one HTML file that opens without a server, and the same as JSON.
@NullMarked
module dev.witan.report {
    requires static transitive org.jspecify;
    requires transitive dev.witan.training;
    requires transitive tools.jackson.databind;

    exports dev.witan.report;
    exports dev.witan.report.evaluation;
    exports dev.witan.report.sweep;
}
