// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// The conformance kit of the Open Inference Protocol v2: a black-box check of any server, over REST, binary and gRPC.
/// Start reading at `Conformance`.
@NullMarked
module dev.witan.conformance {
    requires static transitive org.jspecify;
    requires transitive dev.witan.oip;
    requires transitive com.google.protobuf;
    requires transitive tools.jackson.databind;
    requires com.google.common;
    requires io.grpc.netty;
    requires java.net.http;
    requires java.xml;

    exports dev.witan.conformance;
    exports dev.witan.conformance.check;
    exports dev.witan.conformance.report;
    exports dev.witan.conformance.tensor;
    exports dev.witan.conformance.wire;
}
