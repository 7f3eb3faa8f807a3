// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import dev.witan.conformance.check.Transport;
import java.util.List;
import java.util.Set;

/// A way in which the test's own server can be wrong, and the cases that have to notice it: these and no others.
enum Defect {
    NO_LIVE(
            Transport.REST,
            "rest.health.live",
            "rest.health.live-body",
            "rest.health.without-credential",
            "rest.http.query",
            "rest.http.percent-encoding",
            "rest.http.head",
            "rest.http.keep-alive",
            "rest.http.keep-alive-after-error"),
    LIVE_SAYS_FALSE(Transport.REST, "rest.health.live-body"),
    UNKNOWN_MODEL_IS_READY(Transport.REST, "rest.health.unknown-model", "rest.repository.unload"),
    READY_WITHOUT_NAME(Transport.REST, "rest.health.model-ready-body"),
    EXTENSIONS_AS_TEXT(Transport.REST, "rest.server.extensions"),
    EXTENSION_TWICE(Transport.REST, "rest.server.extensions-once"),
    OTHER_MODEL_NAME(Transport.REST, "rest.model.name", "rest.model.version-metadata"),
    NO_PLATFORM(Transport.REST, "rest.model.platform"),
    VERSIONS_AS_NUMBERS(Transport.REST, "rest.model.versions"),
    UNKNOWN_MODEL_400(Transport.REST, "rest.model.unknown-404", "rest.refuse.unknown-model-404"),
    ANY_LETTER_CASE(Transport.REST, "rest.model.case-sensitive"),
    NO_ID(Transport.REST, "rest.infer.echoes-id", "rest.infer.echoes-strange-id", "rest.http.parallel"),
    ASCII_ID(Transport.REST, "rest.infer.echoes-strange-id"),
    NULL_ID(Transport.REST, "rest.infer.no-id"),
    OTHER_VERSION(Transport.REST, "rest.infer.model-version", "rest.infer.version-path"),
    IGNORES_OUTPUTS(
            Transport.REST,
            "rest.infer.selected-outputs",
            "rest.infer.selected-order",
            "rest.refuse.unknown-output",
            "rest.refuse.blames-caller"),
    OUTPUTS_IN_OWN_ORDER(Transport.REST, "rest.infer.selected-order"),
    DROPS_AN_OUTPUT(Transport.REST, "rest.infer.all-outputs"),
    WRONG_OUTPUT_SHAPE(Transport.REST, "rest.infer.output-sizes", "rest.infer.output-shapes"),
    POSITIONAL_INPUTS(Transport.REST, "rest.form.input-order"),
    FLAT_ONLY(Transport.REST, "rest.form.nested-data"),
    WRAPS_NUMBERS(Transport.REST, "rest.range.INT8-beyond", "rest.range.UINT8-beyond"),
    PLAIN_TEXT_ERRORS(Transport.REST, "rest.refuse.content-type"),
    ERROR_AS_OBJECT(Transport.REST, "rest.model.unknown"),
    MALFORMED_IS_500(Transport.REST, "rest.refuse.blames-caller", "rest.refuse.deep-json"),
    TAKES_DUPLICATES(Transport.REST, "rest.refuse.duplicate-input"),
    TAKES_LOWER_CASE(Transport.REST, "rest.refuse.lower-case-datatype"),
    TAKES_TOO_MUCH(Transport.REST, "rest.refuse.too-much-data", "rest.refuse.wrong-rank"),
    SILENT_ON_EMPTY_BODY(Transport.REST, "rest.refuse.empty-body", "rest.refuse.still-well"),
    NO_ALLOW(Transport.REST, "rest.http.allow"),
    METHOD_IS_404(Transport.REST, "rest.http.wrong-method"),
    TEXT_CONTENT_TYPE(Transport.REST, "rest.http.content-type"),
    NEEDS_NO_HOST(Transport.REST, "rest.http.no-host"),
    FORGETS_LENGTH_OF_PATH(Transport.REST, "rest.http.query"),
    COUNTS_TWICE(Transport.REST, "rest.statistics.counts-requests"),
    NO_STATISTICS(
            Transport.REST,
            "rest.statistics.announced",
            "rest.statistics.fields",
            "rest.statistics.durations",
            "rest.statistics.version",
            "rest.statistics.counts-requests",
            "rest.statistics.last-inference"),
    CONFIG_OF_ANOTHER(Transport.REST, "rest.configuration.name", "rest.configuration.version"),
    INDEX_WITHOUT_STATE(Transport.REST, "rest.repository.index-has-model", "rest.repository.index-ready-only"),
    STAYS_READY(Transport.REST, "rest.repository.unload"),
    BIG_ENDIAN(
            Transport.BINARY,
            "binary.data.announced",
            "binary.data.response",
            "binary.data.request-and-response",
            "binary.data.per-output-overrides"),
    NO_LENGTH_HEADER(
            Transport.BINARY,
            "binary.data.announced",
            "binary.data.response",
            "binary.data.request-and-response",
            "binary.data.per-output",
            "binary.data.per-output-overrides",
            "binary.data.sizes",
            "binary.data.no-data-beside",
            "binary.data.echoes-id",
            "binary.header.there-if-binary",
            "binary.header.covers-json"),
    LENGTH_OF_ALL(
            Transport.BINARY,
            "binary.data.announced",
            "binary.data.response",
            "binary.data.request-and-response",
            "binary.data.per-output",
            "binary.data.per-output-overrides",
            "binary.data.sizes",
            "binary.data.no-data-beside",
            "binary.data.echoes-id",
            "binary.header.covers-json"),
    DATA_BESIDE_BINARY(Transport.BINARY, "binary.data.no-data-beside"),
    IGNORES_OVERRIDE(Transport.BINARY, "binary.data.per-output-overrides"),
    BINARY_AS_JSON_TYPE(Transport.BINARY, "binary.header.content-type"),
    TAKES_TRAILING_BYTES(Transport.BINARY, "binary.refuse.long-body"),
    GRPC_NOT_LIVE(Transport.GRPC, "grpc.health.live"),
    GRPC_OTHER_SHAPE(Transport.GRPC, "grpc.metadata.same-model"),
    GRPC_NO_ID(Transport.GRPC, "grpc.infer.echoes-id", "grpc.infer.parallel", "grpc.stream.order"),
    GRPC_TAKES_BOTH(Transport.GRPC, "grpc.refuse.raw-and-typed"),
    GRPC_BIG_ENDIAN_RAW(
            Transport.GRPC,
            "grpc.infer.raw",
            "grpc.infer.typed",
            "grpc.infer.input-order",
            "grpc.infer.after-cancellation",
            "grpc.infer.after-deadline",
            "grpc.refuse.still-well",
            "grpc.stream.answers",
            "grpc.datatype.BOOL",
            "grpc.datatype.UINT8",
            "grpc.datatype.UINT16",
            "grpc.datatype.UINT32",
            "grpc.datatype.UINT64",
            "grpc.datatype.INT8",
            "grpc.datatype.INT16",
            "grpc.datatype.INT32",
            "grpc.datatype.INT64",
            "grpc.datatype.FP32",
            "grpc.datatype.FP64",
            "grpc.datatype.BYTES"),
    GRPC_UNKNOWN_IS_INTERNAL(Transport.GRPC, "grpc.metadata.unknown-not-found", "grpc.refuse.not-found"),
    GRPC_NO_REASON(Transport.GRPC, "grpc.refuse.says-why"),
    GRPC_ERROR_ENDS_STREAM(Transport.GRPC, "grpc.stream.error-in-message"),
    GRPC_REVERSED_STREAM(Transport.GRPC, "grpc.stream.order"),
    GRPC_NOT_SERVING(Transport.GRPC, "grpc.service.health"),
    GRPC_NO_CONFIG(
            Transport.GRPC,
            "grpc.configuration.announced",
            "grpc.configuration.name",
            "grpc.configuration.unknown-model");

    private final Transport transport;
    private final Set<String> cases;

    Defect(Transport transport, String... cases) {
        this.transport = transport;
        this.cases = Set.copyOf(List.of(cases));
    }

    Transport transport() {
        return transport;
    }

    /// The cases that have to fail, all of them and no other.
    Set<String> cases() {
        return cases;
    }
}
