// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// The `witan` command: it wires every other module together.
@NullMarked
module dev.witan.cli {
    requires static transitive org.jspecify;
    requires dev.witan.batch;
    requires dev.witan.boosting;
    requires dev.witan.conformance;
    requires dev.witan.experts.onnx;
    requires dev.witan.experts.remote;
    requires dev.witan.report;
    requires dev.witan.training;
    requires dev.witan.server;
    requires info.picocli;
    requires java.logging;
    requires java.management;
    requires java.net.http;
    requires me.tongfei.progressbar;
    requires org.slf4j;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.yaml;

    opens dev.witan.cli to
            info.picocli;
}
