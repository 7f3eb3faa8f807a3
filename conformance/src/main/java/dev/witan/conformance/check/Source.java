// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.check;

/// Where a rule stands.
public enum Source {
    REST_HEALTH("KServe, V2 protocol: health", Page.V2 + "#health"),
    REST_MODEL_READY("Open Inference Protocol, REST: model ready", Page.REST + "#model-ready-response-json-object"),
    REST_SERVER_READY("Open Inference Protocol, REST: server ready", Page.REST + "#server-ready-response-json-object"),
    REST_SERVER_LIVE("Open Inference Protocol, REST: server live", Page.REST + "#server-live-response-json-objet"),
    REST_SERVER("Open Inference Protocol, REST: server metadata", Page.REST + "#server-metadata-response-json-object"),
    REST_MODEL("Open Inference Protocol, REST: model metadata", Page.REST + "#model-metadata-response-json-object"),
    REST_MODEL_ERROR(
            "Open Inference Protocol, REST: metadata error", Page.REST + "#model-metadata-response-json-error-object"),
    REST_PATHS("Open Inference Protocol, REST: paths", Page.REST + "#httprest"),
    REST_REQUEST("Open Inference Protocol, REST: request", Page.REST + "#inference-request-json-object"),
    REST_INPUT("Open Inference Protocol, REST: request input", Page.REST + "#request-input"),
    REST_OUTPUT("Open Inference Protocol, REST: request output", Page.REST + "#request-output"),
    REST_RESPONSE("Open Inference Protocol, REST: response", Page.REST + "#inference-response-json-object"),
    REST_RESPONSE_OUTPUT("KServe, V2 protocol: response output", Page.V2 + "#response-output"),
    REST_ERROR("KServe, V2 protocol: inference error", Page.V2 + "#inference-response-json-error-object"),
    CASE_SENSITIVE("KServe, V2 protocol: strings are case-sensitive", Page.V2 + "#httprest"),
    PARAMETERS("KServe, V2 protocol: parameters", Page.V2 + "#parameters"),
    TENSOR_DATA("KServe, V2 protocol: tensor data", Page.V2 + "#tensor-data"),
    DATATYPES("KServe, V2 protocol: datatypes", Page.V2 + "#tensor-data-types"),
    ERROR_STATUS("Triton, protocols: errors and HTTP status", Page.TRITON + "README.md"),
    BINARY_DATA("Triton, binary tensor data extension", Page.TRITON + "extension_binary_data.md"),
    REPOSITORY("Triton, model repository extension", Page.TRITON + "extension_model_repository.md"),
    STATISTICS("Triton, statistics extension", Page.TRITON + "extension_statistics.md"),
    CONFIGURATION("Triton, model configuration extension", Page.TRITON + "extension_model_configuration.md"),
    PARAMETERS_EXTENSION("Triton, parameters extension", Page.TRITON + "extension_parameters.md"),
    SCHEDULE_POLICY("Triton, schedule policy extension", Page.TRITON + "extension_schedule_policy.md"),
    GRPC_SERVICE("Open Inference Protocol, gRPC: service", Page.GRPC + "#api-definitions"),
    GRPC_HEALTH("Open Inference Protocol, gRPC: health", Page.GRPC + "#health"),
    GRPC_METADATA("Open Inference Protocol, gRPC: metadata", Page.GRPC + "#metadata"),
    GRPC_INFERENCE("Open Inference Protocol, gRPC: inference", Page.GRPC + "#inference"),
    GRPC_TENSOR_DATA("Open Inference Protocol, gRPC: tensor data", Page.GRPC + "#tensor-data"),
    GRPC_STREAM("Triton, gRPC service: ModelStreamInfer", Page.TRITON_PROTO),
    GRPC_STATUS("gRPC: status codes", "https://grpc.io/docs/guides/status-codes/"),
    GRPC_CANCELLATION("gRPC: cancellation", "https://grpc.io/docs/guides/cancellation/"),
    GRPC_DEADLINES("gRPC: deadlines", "https://grpc.io/docs/guides/deadlines/"),
    GRPC_METADATA_KEYS("gRPC: metadata", "https://grpc.io/docs/guides/metadata/"),
    GRPC_HEALTH_CHECKING("gRPC: health checking", "https://github.com/grpc/grpc/blob/master/doc/health-checking.md"),
    GRPC_REFLECTION("gRPC: server reflection", "https://github.com/grpc/grpc/blob/master/doc/server-reflection.md"),
    JSON("RFC 8259: JSON", "https://www.rfc-editor.org/rfc/rfc8259#section-8"),
    HTTP_HEAD("RFC 9110: HEAD", Page.RFC9110 + "#section-9.3.2"),
    HTTP_METHODS("RFC 9110: 405 Method Not Allowed", Page.RFC9110 + "#section-15.5.6"),
    HTTP_NOT_FOUND("RFC 9110: 404 Not Found", Page.RFC9110 + "#section-15.5.5"),
    HTTP_CLIENT_ERROR("RFC 9110: client errors", Page.RFC9110 + "#section-15.5"),
    HTTP_CONTENT_TYPE("RFC 9110: Content-Type", Page.RFC9110 + "#section-8.3"),
    HTTP_CONTENT_LENGTH("RFC 9110: Content-Length", Page.RFC9110 + "#section-8.6"),
    HTTP_FIELD_NAMES("RFC 9110: field names", Page.RFC9110 + "#section-5.1"),
    HTTP_EXPECT("RFC 9110: Expect", Page.RFC9110 + "#section-10.1.1"),
    HTTP_HOST("RFC 9112: Host", Page.RFC9112 + "#section-3.2"),
    HTTP_LENGTHS("RFC 9112: message body length", Page.RFC9112 + "#section-6.3"),
    HTTP_CHUNKED("RFC 9112: chunked", Page.RFC9112 + "#section-7.1"),
    HTTP_PERSISTENCE("RFC 9112: persistence", Page.RFC9112 + "#section-9.3"),
    HTTP_CLOSE("RFC 9112: tear-down", Page.RFC9112 + "#section-9.6"),
    URI_ENCODING("RFC 3986: unreserved characters", "https://www.rfc-editor.org/rfc/rfc3986#section-2.3"),
    URI_QUERY("RFC 3986: query", "https://www.rfc-editor.org/rfc/rfc3986#section-3.4");

    private final String title;
    private final String url;

    Source(String title, String url) {
        this.title = title;
        this.url = url;
    }

    /// The document and the section.
    public String title() {
        return title;
    }

    public String url() {
        return url;
    }

    private static final class Page {
        static final String REST =
                "https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md";
        static final String GRPC =
                "https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_grpc.md";
        static final String V2 = "https://github.com/kserve/kserve/blob/master/docs/predict-api/v2/required_api.md";
        static final String TRITON = "https://github.com/triton-inference-server/server/blob/main/docs/protocol/";
        static final String TRITON_PROTO =
                "https://github.com/triton-inference-server/common/blob/main/protobuf/grpc_service.proto";
        static final String RFC9110 = "https://www.rfc-editor.org/rfc/rfc9110";
        static final String RFC9112 = "https://www.rfc-editor.org/rfc/rfc9112";

        private Page() {}
    }
}
