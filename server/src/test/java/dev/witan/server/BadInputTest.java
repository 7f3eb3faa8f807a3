// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.Limits;
import dev.witan.engine.response.BinaryHead;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadInputTest {
    private static final String INFER = "/v2/models/ads/infer";
    private static final String GOOD = """
            {"inputs": [{"name": "age", "shape": [1], "datatype": "FP64", "data": [39]}]}""";
    private static final int BODY_BYTES_MAX = 100_000;
    private static final int ROWS_MAX = 50;
    private static final int EXPLAINED_ROWS_MAX = 3;

    private static TestServer server;

    @BeforeAll
    static void start() {
        ServerLimits limits = TestLimits.of(BODY_BYTES_MAX, 100, Duration.ofSeconds(30), Duration.ofSeconds(10));
        Limits engine = Limits.defaults();
        Limits fewRows = new Limits(
                engine.queueRequestsMax(),
                engine.queueRowsMax(),
                ROWS_MAX,
                EXPLAINED_ROWS_MAX,
                engine.batchRowsMax(),
                engine.batchesInFlightMax(),
                engine.lanes(),
                engine.computeThreads(),
                engine.tileRows(),
                engine.sharedWorkMin(),
                engine.deadlineDefault(),
                engine.deadlineMax(),
                engine.drainMax());
        server = new TestServer(
                TestServer.config().withLimits(limits), fewRows, new BinaryHead(List.of("skip", "click")), List.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                body("empty body", "", "the body must be a JSON object: the body ends"),
                body(
                        "broken JSON",
                        "{\"inputs\": [",
                        "the body must be valid JSON: Unexpected end-of-input: expected close marker for Array at line 1"),
                body("no JSON", "age=39", "the body must be valid JSON"),
                body("an array", "[]", "the body must be a JSON object: an array"),
                body("a text", "\"hello\"", "the body must be a JSON object: 'hello'"),
                body("trailing content", GOOD + "{}", "what follows the request's JSON object must be nothing"),
                body("no inputs", "{}", "a request needs at least one column: it has none"),
                body("empty inputs", "{\"inputs\": []}", "a request needs at least one column: it has none"),
                body("inputs are no array", "{\"inputs\": {}}", "inputs must be an array: an object"),
                body("an input is no object", "{\"inputs\": [7]}", "an entry of inputs must be an object: 7"),
                body(
                        "unknown field",
                        "{\"input\": []}",
                        "unknown field 'input' in the request (fields: id, parameters"),
                body("duplicate key", "{\"id\": \"a\", \"id\": \"b\"}", "Duplicate Object property \"id\""),
                body("id is no text", "{\"id\": 7}", "id must be a text: 7"),
                body(
                        "unknown parameter",
                        "{\"parameters\": {\"explian\": true}}",
                        "unknown field 'explian' in parameters"),
                body("explain is no flag", "{\"parameters\": {\"explain\": 1}}", "explain must be true or false: 1"),
                body("timeout of zero", "{\"parameters\": {\"timeout\": 0}}", "between 1 and 86400000000: 0"),
                body(
                        "timeout beyond long",
                        "{\"parameters\": {\"timeout\": 1e30}}",
                        "must be a whole number between 1"),
                body("half a surrogate pair", "{\"id\": \"\\uD800\"}", "id must be valid Unicode"),
                input("unknown column", "agee", "[1]", "FP64", "[1]", "unknown input 'agee'; did you mean 'age'?"),
                input("unknown datatype", "age", "[1]", "FLOAT", "[1]", "datatype must be one of BOOL, INT8"),
                input("text for a number", "age", "[1]", "FP64", "[\"39\"]", "must be a number or null; row 0 is '39'"),
                input("number for a text", "city", "[1]", "BYTES", "[3]", "must be a text or null; row 0 is '3'"),
                input(
                        "fraction for an integer",
                        "age",
                        "[1]",
                        "INT64",
                        "[3.5]",
                        "without a fraction or null; row 0 is '3.5'"),
                input("NaN", "age", "[2]", "FP64", "[1, NaN]", "must be finite; for a missing value send null"),
                input("Infinity", "age", "[1]", "FP32", "[-Infinity]", "row 0 is '-Infinity'"),
                input("beyond a double", "age", "[1]", "FP64", "[1e999]", "every element must be finite"),
                input("beyond a float", "age", "[1]", "FP32", "[1e39]", "row 0 is '1e39'"),
                input("beyond a half", "age", "[1]", "FP16", "[70000]", "row 0 is '70000'"),
                input("beyond INT8", "age", "[1]", "INT8", "[128]", "must be between -128 and 127; row 0 is '128'"),
                input("negative UINT16", "age", "[1]", "UINT16", "[-1]", "must be between 0 and 65535; row 0 is '-1'"),
                input(
                        "beyond INT64",
                        "age",
                        "[1]",
                        "INT64",
                        "[9223372036854775808]",
                        "between -9223372036854775808 and"),
                input("beyond UINT64", "city", "[1]", "UINT64", "[18446744073709551616]", "0 and 18446744073709551615"),
                input("an integer no double holds", "age", "[1]", "INT64", "[9007199254740993]", "within ±2^53"),
                input("truth value for a number", "age", "[1]", "INT32", "[true]", "row 0 is 'true'"),
                input("1 for a truth value", "slot", "[1]", "BOOL", "[1]", "must be true, false or null; row 0 is '1'"),
                input(
                        "a word in a numeric BYTES",
                        "age",
                        "[1]",
                        "BYTES",
                        "[\"old\"]",
                        "column 'age' must hold finite numbers"),
                input("too few rows", "age", "[2]", "FP64", "[1]", "shape announces 2 rows, the data has 1"),
                input("too many rows", "age", "[1]", "FP64", "[1, 2]", "shape announces 1 rows, the data has 2"),
                input("no rows", "age", "[0]", "FP64", "[]", "a request needs at least one row: it has none"),
                input(
                        "two values per row",
                        "age",
                        "[1, 2]",
                        "FP64",
                        "[1, 2]",
                        "must be [rows] or [rows, 1]: extent 2 is 2"),
                input(
                        "three dimensions",
                        "age",
                        "[1, 1, 1]",
                        "FP64",
                        "[1]",
                        "must be [rows] or [rows, 1]: extent 3 is 1"),
                input(
                        "negative shape",
                        "age",
                        "[-1]",
                        "FP64",
                        "[1]",
                        "an extent of shape must be a whole number between 0"),
                input("no shape", "age", "[]", "FP64", "[1]", "an input needs a shape: 'age' has none"),
                input("shape is no array", "age", "7", "FP64", "[1]", "shape must be an array of whole numbers: 7"),
                input("data is no array", "age", "[1]", "FP64", "1", "data must be an array: 1"),
                input("two values in a nested row", "age", "[2, 1]", "FP64", "[[1, 2]]", "must stand alone in its row"),
                input("mixed nesting", "age", "[2, 1]", "FP64", "[[1], 2]", "must be nested like the first one"),
                input("nested data of a flat shape", "age", "[1]", "FP64", "[[1]]", "data of shape [1] must be flat"),
                body(
                        "no data",
                        "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\"}]}",
                        "must have either data or parameters.binary_data_size: it has neither"),
                body(
                        "no name",
                        "{\"inputs\": [{\"shape\": [1], \"datatype\": \"FP64\", \"data\": [1]}]}",
                        "an input needs a name: one has none"),
                body(
                        "no datatype",
                        "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"data\": [1]}]}",
                        "an input needs a datatype: 'age' has none"),
                body(
                        "unequal columns",
                        inputs("""
                        {"name": "age", "shape": [1], "datatype": "FP64", "data": [1]},
                        {"name": "bid", "shape": [2], "datatype": "FP64", "data": [1, 2]}"""),
                        "every column must have the same number of rows: 'age' has 1, 'bid' has 2"),
                body("a column twice", inputs("""
                        {"name": "age", "shape": [1], "datatype": "FP64", "data": [1]},
                        {"name": "age", "shape": [1], "datatype": "FP64", "data": [1]}"""), "a column may stand only once: 'age'"),
                body(
                        "unknown output",
                        GOOD.replace("]}]}", "]}], \"outputs\": [{\"name\": \"labl\"}]}"),
                        "unknown output 'labl'; did you mean 'label'?"),
                body(
                        "an output twice",
                        GOOD.replace("]}]}", "]}], \"outputs\": [{\"name\": \"label\"}, {\"name\": \"label\"}]}"),
                        "an output may be asked for only once: 'label'"),
                body(
                        "binary size without binary data",
                        inputs("""
                        {"name": "age", "shape": [1], "datatype": "FP64", "parameters": {"binary_data_size": 8}}"""),
                        "must add up to the bytes after the JSON, 0: they add up to 8"),
                body(
                        "deep",
                        "{\"parameters\": " + "[".repeat(5000) + "]".repeat(5000) + "}",
                        "parameters must be an object: an array"),
                body(
                        "deep in an unknown place",
                        "{\"inputs\": [{\"data\": " + "[".repeat(5000) + "]".repeat(5000) + "}]}",
                        "Document nesting depth (13) exceeds the maximum allowed (12)"),
                body(
                        "a long text",
                        input("city", "[1]", "BYTES", "[\"" + "x".repeat(2001) + "\"]"),
                        "exceeds the maximum allowed (2000)"),
                body(
                        "a long number",
                        input("age", "[1]", "FP64", "[1" + "0".repeat(100) + "]"),
                        "exceeds the maximum allowed (64)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void aBadBodyIsRefusedWithTheRuleAndTheValue(String name, String body, String message) {
        assertRefused(server.infer(body), 400, message);
    }

    static Stream<Arguments> requests() {
        byte[] one = {0, 0, 0, 0, 0, 0, 0, 64};
        String binary = inputs("""
                {"name": "age", "shape": [1], "datatype": "FP64", "parameters": {"binary_data_size": 8}}""");
        return Stream.of(
                Arguments.of(
                        "not UTF-8",
                        server.request(INFER)
                                .POST(BodyPublishers.ofByteArray(
                                        new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'})),
                        400,
                        "Invalid UTF-8 start byte 0xff"),
                Arguments.of(
                        "unknown mixture",
                        post("/v2/models/adz/infer", GOOD),
                        404,
                        "unknown mixture 'adz'; did you mean 'ads'?"),
                Arguments.of(
                        "unknown version",
                        post("/v2/models/ads/versions/4/infer", GOOD),
                        404,
                        "mixture 'ads' serves version 3: '4'"),
                Arguments.of("unknown path", server.request("/v3/models"), 404, "no such path: '/v3/models'"),
                Arguments.of(
                        "unknown path of a mixture", server.request("/v2/models/ads/statistics"), 404, "no such path"),
                Arguments.of("GET of infer", server.request(INFER), 405, "the method must be one of POST: GET"),
                Arguments.of(
                        "DELETE of metadata",
                        server.request("/v2/models/ads").DELETE(),
                        405,
                        "one of GET, HEAD: DELETE"),
                Arguments.of(
                        "a form",
                        post(INFER, GOOD).setHeader("content-type", "application/x-www-form-urlencoded"),
                        415,
                        "the content type must be application/json"),
                Arguments.of(
                        "said to be compressed",
                        post(INFER, GOOD).setHeader("content-encoding", "gzip"),
                        400,
                        "the compressed body must be whole and valid: it is no gzip"),
                Arguments.of(
                        "binary without its header",
                        post(INFER, GOOD).setHeader("content-type", "application/octet-stream"),
                        415,
                        "or application/octet-stream with Inference-Header-Content-Length"),
                Arguments.of(
                        "too large",
                        post(INFER, " ".repeat(BODY_BYTES_MAX + 1)),
                        413,
                        "a body may have 100000 bytes: it has 100001"),
                Arguments.of(
                        "too large in chunks",
                        server.request(INFER)
                                .header("content-type", "application/json")
                                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(" ".repeat(200_000)))),
                        413,
                        "a body may have 100000 bytes: it has more"),
                Arguments.of(
                        "too many rows",
                        post(INFER, input("age", "[51]", "FP64", "[" + "1,".repeat(50) + "1]")),
                        413,
                        "a request may have 50 rows: input 'age' has more"),
                Arguments.of(
                        "too many rows to explain",
                        post(INFER, """
                        {"parameters": {"explain": true},
                         "inputs": [{"name": "age", "shape": [4], "datatype": "FP64", "data": [1, 2, 3, 4]}]}"""),
                        413,
                        "a request to be explained may have 3 rows: it has 4"),
                Arguments.of(
                        "too many inputs",
                        post(INFER, inputs("""
                        {"name": "age", "shape": [1], "datatype": "FP64", "data": [1]},""".repeat(8) + """
                        {"name": "age", "shape": [1], "datatype": "FP64", "data": [1]}""")),
                        413,
                        "a request may have 8 inputs: it has more"),
                Arguments.of(
                        "JSON length beyond the body",
                        binary(binary, one, "10000"),
                        400,
                        "the length of the JSON must be between 0 and"),
                Arguments.of(
                        "JSON length no number",
                        binary(binary, one, "x"),
                        400,
                        "the length of the JSON must be between 0 and"),
                Arguments.of(
                        "binary data cut short",
                        binary(binary, new byte[7]),
                        400,
                        "the bytes after the JSON, 7: they add up to 8"),
                Arguments.of(
                        "binary data left over",
                        binary(binary, new byte[9]),
                        400,
                        "the bytes after the JSON, 9: they add up to 8"),
                Arguments.of(
                        "binary size no multiple",
                        binary(binary.replace("8}", "7}"), new byte[7]),
                        400,
                        "binary_data_size must be a multiple of 8: 7"),
                Arguments.of(
                        "binary rows unlike the shape",
                        binary(binary.replace("[1]", "[2]"), one),
                        400,
                        "shape announces 2 rows, the data has 1"),
                Arguments.of(
                        "binary NaN",
                        binary(binary, new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xf8, 0x7f}),
                        400,
                        "row 0 is 'NaN'"),
                Arguments.of(
                        "binary text too long",
                        binary(text(), new byte[] {9, 0, 0, 0, 65, 65, 65, 65}),
                        400,
                        "row 0 announces a text of more bytes than the 4 that are left: 9"),
                Arguments.of(
                        "binary text of negative length",
                        binary(text(), new byte[] {-1, -1, -1, -1, 65, 65, 65, 65}),
                        400,
                        "a text's length must be between 0 and 2000: -1"),
                Arguments.of(
                        "binary text not UTF-8",
                        binary(text(), new byte[] {4, 0, 0, 0, -1, -1, -1, -1}),
                        400,
                        "row 0 must be UTF-8"),
                Arguments.of(
                        "binary truth value",
                        binary(binary.replace("FP64", "BOOL").replace("8}", "1}"), new byte[] {2}),
                        400,
                        "every element must be the byte 0 or 1: 2"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void aBadRequestIsRefusedWithItsStatus(String name, HttpRequest.Builder request, int status, String message) {
        assertRefused(server.send(request), status, message);
    }

    @Test
    void aMethodThatIsNotAllowedNamesThoseThatAre() {
        assertThat(server.get(INFER).headers().firstValue("allow")).hasValue("POST");
    }

    @Test
    void aHugeAnnouncedBodyIsRefusedUnread() {
        String reply = server.raw("POST " + INFER + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 10000000000\r\n\r\n{");

        assertThat(reply).startsWith("HTTP/1.1 413").contains("a body may have 100000 bytes: it has 10000000000");
        assertServes();
    }

    @Test
    void headersBeyondTheLimitAreRefused() {
        String reply = server.raw("GET /v2 HTTP/1.1\r\nHost: localhost\r\nX-Filler: " + "x".repeat(5000)
                + "\r\nConnection: close\r\n\r\n");

        assertThat(reply)
                .startsWith("HTTP/1.1 431")
                .contains("{\"error\":\"the request's line and headers may have 4096");
        assertServes();
    }

    @Test
    void whatIsNotHttpIsRefusedInTheSameForm() {
        assertThat(server.raw("HELLO\r\n\r\n")).startsWith("HTTP/1.1 400").contains("{\"error\":\"");
        assertThat(server.raw("GET /v2%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("{\"error\":\"");
        assertThat(server.raw("GET /v2/models/%2e%2e/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .contains("{\"error\":\"");
        assertServes();
    }

    private static void assertRefused(HttpResponse<String> response, int status, String message) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.body()).startsWith("{\"error\":\"").endsWith("\"}").contains(message.replace("\"", "\\\""));
        assertServes();
    }

    private static void assertServes() {
        assertThat(server.infer(GOOD).statusCode()).isEqualTo(200);
    }

    private static Arguments body(String name, String body, String message) {
        return Arguments.of(name, body, message);
    }

    private static Arguments input(
            String name, String column, String shape, String datatype, String data, String message) {
        return body(name, input(column, shape, datatype, data), message);
    }

    private static String input(String column, String shape, String datatype, String data) {
        return inputs("{\"name\": \"%s\", \"shape\": %s, \"datatype\": \"%s\", \"data\": %s}"
                .formatted(column, shape, datatype, data));
    }

    private static String inputs(String inputs) {
        return "{\"inputs\": [" + inputs + "]}";
    }

    private static String text() {
        return inputs("""
                {"name": "city", "shape": [1], "datatype": "BYTES", "parameters": {"binary_data_size": 8}}""");
    }

    private static HttpRequest.Builder post(String path, String json) {
        return server.request(path).header("content-type", "application/json").POST(BodyPublishers.ofString(json));
    }

    private static HttpRequest.Builder binary(String json, byte[] tensors) {
        return binary(json, tensors, Integer.toString(json.length()));
    }

    private static HttpRequest.Builder binary(String json, byte[] tensors, String jsonLength) {
        return server.request(INFER)
                .header("content-type", "application/octet-stream")
                .header("Inference-Header-Content-Length", jsonLength)
                .POST(BodyPublishers.concat(BodyPublishers.ofString(json), BodyPublishers.ofByteArray(tensors)));
    }
}
