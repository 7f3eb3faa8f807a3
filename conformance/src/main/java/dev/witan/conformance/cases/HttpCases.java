// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.HTTP_CHUNKED;
import static dev.witan.conformance.check.Source.HTTP_CLOSE;
import static dev.witan.conformance.check.Source.HTTP_CONTENT_LENGTH;
import static dev.witan.conformance.check.Source.HTTP_CONTENT_TYPE;
import static dev.witan.conformance.check.Source.HTTP_EXPECT;
import static dev.witan.conformance.check.Source.HTTP_FIELD_NAMES;
import static dev.witan.conformance.check.Source.HTTP_HEAD;
import static dev.witan.conformance.check.Source.HTTP_HOST;
import static dev.witan.conformance.check.Source.HTTP_LENGTHS;
import static dev.witan.conformance.check.Source.HTTP_METHODS;
import static dev.witan.conformance.check.Source.HTTP_NOT_FOUND;
import static dev.witan.conformance.check.Source.HTTP_PERSISTENCE;
import static dev.witan.conformance.check.Source.JSON;
import static dev.witan.conformance.check.Source.REST_ERROR;
import static dev.witan.conformance.check.Source.REST_REQUEST;
import static dev.witan.conformance.check.Source.URI_ENCODING;
import static dev.witan.conformance.check.Source.URI_QUERY;

import com.google.protobuf.ByteString;
import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Skip;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.tensor.Tensor;
import dev.witan.conformance.wire.Call;
import dev.witan.conformance.wire.RawConnection;
import dev.witan.conformance.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/// HTTP/1.1 as the protocol stands on it. What a client library would hide is written to a socket by hand.
final class HttpCases {
    private static final String LIVE = "v2/health/live";
    private static final String END = "\r\n";
    private static final int PARALLEL = 8;

    private HttpCases() {}

    static List<Case> all() {
        return new Rules("rest.http")
                .should(
                        "unknown-path",
                        HTTP_NOT_FOUND,
                        "A path that the server does not have gets status 404.",
                        trial -> trial.expectStatus(trial.get("v2/conformance/no/such/path"), 404))
                .should(
                        "unknown-path-error",
                        REST_ERROR,
                        "The 404 for an unknown path has {\"error\": text} too.",
                        trial -> trial.expectRefusal(trial.get("v2/conformance/no/such/path")))
                .should(
                        "wrong-method",
                        HTTP_METHODS,
                        "A GET of the inference path, and a POST to metadata, get status 405.",
                        HttpCases::refusesOtherMethods)
                .must("allow", HTTP_METHODS, "A 405 tells in Allow which methods there are.", HttpCases::tellsMethods)
                .must("head", HTTP_HEAD, "The answer to a HEAD has no body.", HttpCases::headHasNoBody)
                .should(
                        "head-status",
                        HTTP_HEAD,
                        "A HEAD gets the status that a GET gets.",
                        trial -> trial.expectStatus(trial.send(Call.get("v2").withMethod("HEAD")), 200))
                .must(
                        "content-type",
                        HTTP_CONTENT_TYPE,
                        "Metadata and answers in JSON say that they are application/json.",
                        HttpCases::saysJson)
                .must("utf-8", JSON, "JSON in an answer is UTF-8, without a byte order mark.", HttpCases::isUtf8)
                .should(
                        "charset",
                        HTTP_CONTENT_TYPE,
                        "A content type with a charset parameter is the same content type.",
                        trial -> isSame(trial, call(trial).with("Content-Type", "application/json; charset=utf-8")))
                .should(
                        "foreign-content-type",
                        HTTP_CONTENT_TYPE,
                        "A body that is declared as something else is refused, or read as JSON all the same.",
                        trial -> Outcomes.answeredOrRefusedAsCallersFault(
                                trial, trial.send(call(trial).with("Content-Type", "text/csv"))))
                .must(
                        "query",
                        URI_QUERY,
                        "A query that the server does not know does not change the path.",
                        trial -> trial.expectStatus(trial.get(LIVE + "?conformance=1"), 200))
                .must(
                        "percent-encoding",
                        URI_ENCODING,
                        "A letter of a path and its percent-encoded form are the same.",
                        HttpCases::decodesPath)
                .must(
                        "header-case",
                        HTTP_FIELD_NAMES,
                        "The names of headers mean the same in any letter case.",
                        HttpCases::takesHeadersInAnyCase)
                .must(
                        "keep-alive",
                        HTTP_PERSISTENCE,
                        "A connection answers a second request, or the first answer closes it.",
                        trial -> keepsAlive(trial, "v2"))
                .must(
                        "keep-alive-after-error",
                        HTTP_PERSISTENCE,
                        "After a refused body the connection answers the next request, or the refusal closes it.",
                        HttpCases::keepsAliveAfterError)
                .must(
                        "close",
                        HTTP_CLOSE,
                        "After Connection: close the server closes the connection.",
                        HttpCases::closesWhenAsked)
                .must(
                        "content-length",
                        HTTP_CONTENT_LENGTH,
                        "Content-Length is the length of the body.",
                        HttpCases::tellsTheLength)
                .must("chunked", HTTP_CHUNKED, "A request body may come in chunks.", HttpCases::takesChunks)
                .must(
                        "expect-continue",
                        HTTP_EXPECT,
                        "Expect: 100-continue is answered with 100 or with the final status.",
                        HttpCases::continues)
                .must("no-host", HTTP_HOST, "A request of HTTP/1.1 without Host gets status 400.", HttpCases::wantsHost)
                .must(
                        "two-lengths",
                        HTTP_LENGTHS,
                        "Two different Content-Length headers get status 400.",
                        HttpCases::refusesTwoLengths)
                .must("slow-body", HTTP_LENGTHS, "A body that comes in pieces is one body.", HttpCases::takesPieces)
                .must(
                        "parallel",
                        REST_REQUEST,
                        "Requests at the same time are each answered with their own id.",
                        HttpCases::keepsRequestsApart)
                .cases();
    }

    private static Call call(Trial trial) {
        return Call.post(trial.inferPath(), trial.request());
    }

    private static void isSame(Trial trial, Call call) {
        List<Tensor> expected = trial.expected();
        trial.expectSame(expected, trial.answer(trial.send(call)).outputs());
    }

    private static void refusesOtherMethods(Trial trial) {
        trial.expectStatus(trial.get(trial.inferPath()), 405);
        trial.expectStatus(trial.send(Call.post("v2", "{}")), 405);
    }

    private static void tellsMethods(Trial trial) {
        Reply reply = trial.get(trial.inferPath());
        if (reply.status() != 405) {
            throw new Skip("the server answers a wrong method with " + reply.status());
        }
        trial.expect(
                reply.header("allow").orElse("").contains("POST"),
                "POST in Allow",
                reply.header("allow").orElse("none"));
    }

    private static void headHasNoBody(Trial trial) {
        try (RawConnection connection = trial.connect()) {
            Reply head = trial.exchange(connection, "HEAD", trial.head(connection, "HEAD", "v2") + END);
            trial.expect(head.status() < 500, "a status below 500", head);
            Reply next = closing(trial, connection, LIVE);
            trial.expectStatus(next, 200);
        }
    }

    private static Reply closing(Trial trial, RawConnection connection, String path) {
        return trial.exchange(connection, "GET", trial.head(connection, "GET", path) + "Connection: close\r\n" + END);
    }

    private static void saysJson(Trial trial) {
        for (Reply reply : List.of(trial.get("v2"), trial.get(trial.modelPath()), trial.infer(trial.request()))) {
            trial.expect(
                    reply.isOfType(Call.JSON),
                    "content type " + Call.JSON,
                    reply.header("content-type").orElse("none"));
        }
    }

    private static void isUtf8(Trial trial) {
        Reply reply = trial.get(trial.modelPath());
        trial.json(reply);
        trial.expect(!reply.body().startsWith(ByteString.copyFromUtf8("\ufeff")), "no byte order mark", reply);
    }

    private static void decodesPath(Trial trial) {
        String encoded = LIVE.replace("live", "%6Cive");
        trial.expectStatus(trial.get(encoded), 200);
        String name = trial.model();
        char first = name.charAt(0);
        if (first < 0x80) {
            String path = "v2/models/%%%02X%s".formatted((int) first, Trial.segment(name.substring(1)));
            trial.expectStatus(trial.get(path), 200);
        }
    }

    private static void takesHeadersInAnyCase(Trial trial) {
        String body = trial.request().toString();
        try (RawConnection connection = trial.connect()) {
            String request = trial.head(connection, "POST", trial.inferPath()).replace("Host:", "hOST:")
                    + "cONTENT-tYPE: application/json\r\ncONTENT-lENGTH: "
                    + utf8(body).size()
                    + "\r\ncONNECTION: close\r\n\r\n" + body;
            trial.expectStatus(trial.exchange(connection, "POST", request), 200);
        }
    }

    private static ByteString utf8(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static void keepsAlive(Trial trial, String path) {
        try (RawConnection connection = trial.connect()) {
            Reply first = trial.exchange(connection, "GET", trial.head(connection, "GET", path) + END);
            trial.expectStatus(first, 200);
            answersOrHasClosed(trial, connection, first);
        }
    }

    private static void answersOrHasClosed(Trial trial, RawConnection connection, Reply first) {
        if (first.header("connection").orElse("").equalsIgnoreCase("close")) {
            trial.expect(connection.isClosedByServer(), "a closed connection", "it is open");
        } else {
            trial.expectStatus(closing(trial, connection, LIVE), 200);
        }
    }

    private static void keepsAliveAfterError(Trial trial) {
        try (RawConnection connection = trial.connect()) {
            String body = "{\"inputs\": [}" + " ".repeat(2000);
            Reply refusal = trial.exchange(connection, "POST", post(trial, connection, body, ""));
            trial.expectRefusal(refusal);
            answersOrHasClosed(trial, connection, refusal);
        }
    }

    private static String post(Trial trial, RawConnection connection, String body, String headers) {
        return trial.head(connection, "POST", trial.inferPath()) + "Content-Type: application/json\r\nContent-Length: "
                + utf8(body).size() + "\r\n" + headers + END + body;
    }

    private static void closesWhenAsked(Trial trial) {
        try (RawConnection connection = trial.connect()) {
            trial.expectStatus(closing(trial, connection, "v2"), 200);
            trial.expect(connection.isClosedByServer(), "a closed connection", "it is open, or more bytes come");
        }
    }

    private static void tellsTheLength(Trial trial) {
        try (RawConnection connection = trial.connect()) {
            Reply reply = closing(trial, connection, "v2");
            trial.expectStatus(reply, 200);
            trial.json(reply);
            trial.expect(connection.isClosedByServer(), "no byte after the body", "more bytes");
        }
    }

    private static void takesChunks(Trial trial) {
        String body = trial.request().toString();
        int half = body.length() / 2;
        try (RawConnection connection = trial.connect()) {
            String request = trial.head(connection, "POST", trial.inferPath())
                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                    + chunk(body.substring(0, half)) + chunk(body.substring(half)) + "0\r\n\r\n";
            trial.expectStatus(trial.exchange(connection, "POST", request), 200);
        }
    }

    private static String chunk(String part) {
        return Integer.toHexString(utf8(part).size()) + END + part + END;
    }

    private static void continues(Trial trial) {
        String body = trial.request().toString();
        try (RawConnection connection = trial.connect()) {
            String head = trial.head(connection, "POST", trial.inferPath())
                    + "Content-Type: application/json\r\nContent-Length: "
                    + utf8(body).size()
                    + "\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n";
            Reply first = trial.exchange(connection, "POST", head);
            Reply last = first.status() == 100 ? trial.exchange(connection, "POST", body) : first;
            trial.expect(
                    last.status() == 200 || last.status() == 417, "100 and then 200, or at once a final status", last);
        }
    }

    private static void wantsHost(Trial trial) {
        try (RawConnection connection = trial.connect()) {
            String request = "GET " + connection.target(LIVE) + " HTTP/1.1\r\nConnection: close\r\n\r\n";
            trial.expectStatus(trial.exchange(connection, "GET", request), 400);
        }
    }

    private static void refusesTwoLengths(Trial trial) {
        String body = trial.request().toString();
        try (RawConnection connection = trial.connect()) {
            String headers = "Content-Length: " + (utf8(body).size() + 1) + "\r\nConnection: close\r\n";
            trial.expectStatus(trial.exchange(connection, "POST", post(trial, connection, body, headers)), 400);
        }
    }

    private static void takesPieces(Trial trial) {
        String request;
        String body = trial.request().toString();
        try (RawConnection connection = trial.connect()) {
            request = post(trial, connection, body, "Connection: close\r\n");
            int cut = request.length() - body.length() / 2;
            connection.write(request.substring(0, cut));
            trial.note("> " + request.substring(0, cut));
            trial.expectStatus(trial.exchange(connection, "POST", request.substring(cut)), 200);
        }
    }

    private static void keepsRequestsApart(Trial trial) {
        List<Callable<JsonNode>> calls = new ArrayList<>();
        for (int i = 0; i < PARALLEL; i++) {
            String id = "parallel-" + i;
            calls.add(() -> trial.answer(trial.request().put("id", id)).json().path("id"));
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<JsonNode>> answers = executor.invokeAll(calls);
            for (int i = 0; i < PARALLEL; i++) {
                JsonNode id = Parallel.result(answers.get(i));
                trial.expect(id.asString("").equals("parallel-" + i), "id parallel-" + i, id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Skip("interrupted");
        }
    }
}
