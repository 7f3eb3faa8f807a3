// SPDX-License-Identifier: Apache-2.0

/// The Open Inference Protocol over gRPC: messages and stubs, made from the `.proto` files of this module.
///
/// They are in the package that the ecosystem's generators use, `inference`, so that code written against them reads
/// the same with any server. The package cannot be on one class path with another copy of it.
module dev.witan.oip {
    requires transitive com.google.protobuf;
    requires transitive io.grpc;
    requires transitive io.grpc.protobuf;
    requires transitive io.grpc.stub;
    requires com.google.common;

    exports inference;
}
