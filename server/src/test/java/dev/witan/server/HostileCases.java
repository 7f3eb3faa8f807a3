// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.witan.server.HostileCase.Door;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// What strangers do to the HTTP ports, each with the answer that is due.
final class HostileCases {
    static final String GOOD = """
            {"inputs": [{"name": "age", "shape": [1], "datatype": "FP64", "data": [39]}]}""";
    static final int BODY_BYTES_MAX = 100_000;
    private static final String INFER = "/v2/models/ads/infer";
    private static final String LOCAL = "Host: localhost";
    private static final String JSON = "Content-Type: application/json";
    private static final String NO_PATH = "no such path";
    private static final String NO_HTTP = "the request must be valid HTTP";
    private static final String STRANGER = "the Host must be localhost, a loopback address or one of --allowed-hosts";
    private static final String OTHER_PAGE = "a page may ask only the server that it comes from";
    private static final String SLOW = "the body must arrive without trickling: it was too slow";
    private static final String LATE_HEAD = "must arrive without trickling: they were too slow";

    private HostileCases() {}

    static List<HostileCase> all() {
        return Stream.of(doors(), framing(), heads(), paths(), bodies(), compression(), time())
                .flatMap(List::stream)
                .toList();
    }

    /// Other names, other pages.
    private static List<HostileCase> doors() {
        return List.of(
                get("a name made to point here", "/v2", 403, STRANGER, "Host: attacker.example"),
                get("such a name with our port", "/v2", 403, STRANGER, "Host: attacker.example:8000"),
                get("a name that starts like ours", "/v2", 403, STRANGER, "Host: localhost.attacker.example"),
                get("an address that is not the loopback's", "/v2", 403, STRANGER, "Host: 192.168.0.1"),
                get(
                        "an address that only looks like the loopback's",
                        "/v2",
                        403,
                        STRANGER,
                        "Host: 127.0.0.1.nip.example"),
                get("another name for the admin API", "/admin/v1/status", 403, STRANGER, "Host: attacker.example")
                        .at(Door.ADMIN),
                get("another name for the page", "/", 403, STRANGER, "Host: attacker.example"),
                get("another name for the health", "/v2/health/live", 403, STRANGER, "Host: attacker.example"),
                get("a page from elsewhere reads", "/v2", 403, OTHER_PAGE, LOCAL, "Origin: http://attacker.example"),
                get("a page from another port reads", "/v2", 403, OTHER_PAGE, LOCAL, "Origin: http://localhost:3000"),
                get("a page without an origin reads", "/v2", 403, OTHER_PAGE, LOCAL, "Origin: null"),
                get(
                        "a picture from elsewhere",
                        "/metrics",
                        403,
                        OTHER_PAGE,
                        LOCAL,
                        "Sec-Fetch-Site: cross-site",
                        "Sec-Fetch-Mode: no-cors",
                        "Sec-Fetch-Dest: image"),
                get(
                        "a frame from elsewhere",
                        "/",
                        403,
                        OTHER_PAGE,
                        LOCAL,
                        "Sec-Fetch-Site: cross-site",
                        "Sec-Fetch-Mode: navigate",
                        "Sec-Fetch-Dest: iframe"),
                get(
                        "a page of the same site on another port",
                        "/v2",
                        403,
                        OTHER_PAGE,
                        LOCAL,
                        "Sec-Fetch-Site: same-site"),
                post(
                        "a page from elsewhere makes us compute",
                        403,
                        OTHER_PAGE,
                        GOOD,
                        JSON,
                        "Origin: http://attacker.example"),
                post(
                        "a page from elsewhere sends a form's text",
                        403,
                        OTHER_PAGE,
                        GOOD,
                        "Content-Type: text/plain",
                        "Sec-Fetch-Site: cross-site"),
                post(
                        "a page sends a form as a whole page load",
                        403,
                        OTHER_PAGE,
                        GOOD,
                        "Content-Type: text/plain",
                        "Sec-Fetch-Site: cross-site",
                        "Sec-Fetch-Mode: navigate",
                        "Sec-Fetch-Dest: document"),
                post(
                        "a page of ours without a content type",
                        415,
                        "the content type must be application/json",
                        GOOD,
                        "Sec-Fetch-Site: same-origin"),
                request(
                        "a page from elsewhere asks for leave",
                        "OPTIONS " + INFER,
                        403,
                        OTHER_PAGE,
                        "",
                        LOCAL,
                        "Origin: http://attacker.example",
                        "Access-Control-Request-Method: POST"),
                get("the admin API without its token", "/admin/v1/status", 401, "needs its token", LOCAL)
                        .at(Door.ADMIN),
                get("the admin API at the wrong port", "/admin/v1/status", 404, NO_PATH, LOCAL),
                request("draining without the token", "POST /admin/v1/drain", 401, "needs its token", "", LOCAL)
                        .at(Door.ADMIN),
                request(
                        "unloading without the token",
                        "POST /v2/repository/models/ads/unload",
                        401,
                        "token",
                        "",
                        LOCAL));
    }

    /// Where one message ends and the next one starts.
    private static List<HostileCase> framing() {
        String chunked =
                "POST " + INFER + " HTTP/1.1\r\n" + LOCAL + "\r\n" + JSON + "\r\nTransfer-Encoding: chunked\r\n\r\n";
        return List.of(
                post("two lengths", 400, NO_HTTP, GOOD, JSON, "Content-Length: 5"),
                post("two lengths in one line", 400, NO_HTTP, "", JSON, "Content-Length: 5, 6"),
                post("a length and chunks", 400, NO_HTTP, GOOD, JSON, "Transfer-Encoding: chunked"),
                post("a negative length", 400, NO_HTTP, "", JSON, "Content-Length: -1"),
                post("a length with a sign", 400, NO_HTTP, "", JSON, "Content-Length: +5"),
                post("a length in hexadecimal", 400, NO_HTTP, "", JSON, "Content-Length: 0x10"),
                post("a length beyond 64 bits", 400, NO_HTTP, "", JSON, "Content-Length: 99999999999999999999"),
                post("chunks named twice", 400, NO_HTTP, "", JSON, "Transfer-Encoding: chunked, chunked"),
                post("an unknown transfer encoding", 400, NO_HTTP, "", JSON, "Transfer-Encoding: xchunked"),
                raw("a chunk's length that is no number", chunked + "zz\r\n{}\r\n0\r\n\r\n", 400, ""),
                raw(
                                "a chunk's length beyond 32 bits",
                                chunked + "fffffffff\r\n{}\r\n0\r\n\r\n",
                                408,
                                "without a long pause")
                        .at(Door.HASTY_DATA),
                raw("a chunk's length beyond 64 bits", chunked + "10000000000000002\r\n{}\r\n0\r\n\r\n", 400, ""),
                raw("a chunk without its end", chunked + "2\r\n{}XX0\r\n\r\n", 400, ""),
                raw("two hosts", "GET /v2 HTTP/1.1\r\n" + LOCAL + "\r\nHost: attacker.example\r\n\r\n", 400, NO_HTTP),
                raw("no host", "GET /v2 HTTP/1.1\r\n\r\n", 400, NO_HTTP),
                raw(
                        "a host in the line unlike the header",
                        "GET http://attacker.example/v2 HTTP/1.1\r\n" + LOCAL + "\r\n\r\n",
                        400,
                        NO_HTTP),
                raw(
                        "a header's name with a blank",
                        "GET /v2 HTTP/1.1\r\n" + LOCAL + "\r\nX Y: 1\r\n\r\n",
                        400,
                        NO_HTTP),
                raw("a blank before the colon", "GET /v2 HTTP/1.1\r\n" + LOCAL + "\r\nX-Y : 1\r\n\r\n", 400, NO_HTTP),
                raw("a folded header", "GET /v2 HTTP/1.1\r\n" + LOCAL + "\r\nX-Y: 1\r\n  2\r\n\r\n", 400, NO_HTTP),
                raw("a zero byte in a header", "GET /v2 HTTP/1.1\r\n" + LOCAL + "\r\nX-Y: a\0b\r\n\r\n", 400, NO_HTTP),
                raw("a lone line feed as a line's end", "GET /v2 HTTP/1.1\n" + LOCAL + "\n\n", 400, NO_HTTP));
    }

    /// Lines and headers.
    private static List<HostileCase> heads() {
        return List.of(
                raw("no HTTP", "HELLO\r\n\r\n", 400, NO_HTTP),
                raw(
                        "bytes of another protocol",
                        "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003",
                        400,
                        NO_HTTP),
                raw("HTTP/2 without asking", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 426, NO_HTTP),
                raw("an unknown version", "GET /v2 HTTP/3.7\r\n" + LOCAL + "\r\n\r\n", 505, ""),
                raw("a line without an end", "GET /" + "a".repeat(5000), 414, "may have 4096 bytes"),
                get("a long query", "/v2?q=" + "a".repeat(5000), 414, "may have 4096 bytes", LOCAL),
                get("a header beyond the bound", "/v2", 431, "may have 4096 bytes", LOCAL, "X-Y: " + "a".repeat(5000)),
                get("a thousand headers", "/v2", 431, "may have 4096 bytes", LOCAL, "A: b\r\n".repeat(1000) + "A: b"),
                request(
                        "a method nobody knows",
                        "FROB /v2",
                        405,
                        "the method must be one of GET, HEAD: FROB",
                        "",
                        LOCAL),
                request("TRACE", "TRACE /v2", 405, "one of GET, HEAD: TRACE", "", LOCAL),
                request("CONNECT", "CONNECT attacker.example:443", 403, STRANGER, "", "Host: attacker.example:443"),
                request("OPTIONS of the server", "OPTIONS *", 404, NO_PATH, "", LOCAL),
                request("OPTIONS of a path", "OPTIONS " + INFER, 405, "one of POST: OPTIONS", "", LOCAL),
                get("a request id that breaks lines", "/v2/none", 404, NO_PATH, LOCAL, "X-Request-Id: a\tb"),
                get("a key of binary rubbish", "/v2/none", 404, NO_PATH, LOCAL, "Authorization: Bearer \u00ff\u00fe"));
    }

    /// Paths that try to be others.
    private static List<HostileCase> paths() {
        return List.of(
                get("dots", "/console/../../etc/passwd", 400, NO_HTTP, LOCAL),
                get("encoded dots", "/console/%2e%2e/%2e%2e/etc/passwd", 400, "", LOCAL),
                get("encoded slashes", "/v2/models/..%2f..%2fetc%2fpasswd", 400, "", LOCAL),
                get("encoded backslashes", "/v2/models/..%5c..%5cetc%5cpasswd", 400, NO_HTTP, LOCAL),
                get("twice encoded dots", "/v2/models/%252e%252e%252f", 400, "", LOCAL),
                get("a parameter in the path", "/v2/models;x=1/ads", 400, "a path may have no parameters", LOCAL),
                get("an empty segment", "/v2//models/ads", 400, "", LOCAL),
                get("a zero byte", "/v2%00", 400, NO_HTTP, LOCAL),
                get("overlong UTF-8", "/v2/models/%c0%ae%c0%ae/", 400, "", LOCAL),
                get("half an escape", "/v2/models/%2", 400, NO_HTTP, LOCAL),
                get("an escape of no number", "/v2/models/%zz", 400, NO_HTTP, LOCAL),
                get("an absolute file name", "/v2/models//etc/passwd", 400, "", LOCAL),
                get("a mixture's name with a line break", "/v2/models/a%0d%0aX-Y:%20b", 400, NO_HTTP, LOCAL),
                get("a file beside the page", "/console/pom.xml", 404, NO_PATH, LOCAL),
                get("a class of ours", "/dev/witan/server/WitanServer.class", 404, NO_PATH, LOCAL));
    }

    /// Bodies that are no request.
    private static List<HostileCase> bodies() {
        return List.of(
                post("random bytes", 400, "the body must be valid JSON", "\u0081\u00fe\u0000\u00ff\u0010", JSON),
                post("JSON in UTF-16", 400, "the body must be valid JSON", "\u00fe\u00ff\0{\0}", JSON),
                post("ten thousand brackets", 400, "the body must be a JSON object", "[".repeat(10_000), JSON),
                post("a deep object", 400, "unknown field", "{\"a\":".repeat(10_000), JSON),
                post(
                        "a form",
                        415,
                        "the content type must be application/json",
                        GOOD,
                        "Content-Type: application/x-www-form-urlencoded"),
                post(
                        "a form with files",
                        415,
                        "the content type must be application/json",
                        GOOD,
                        "Content-Type: multipart/form-data; boundary=x"),
                post("text", 415, "the content type must be application/json", GOOD, "Content-Type: text/plain"),
                post(
                        "a body announced beyond the bound",
                        413,
                        "a body may have 100000 bytes: it has 4000000000",
                        "",
                        JSON,
                        "Content-Length: 4000000000"),
                post(
                        "a body beyond the bound",
                        413,
                        "a body may have 100000 bytes: it has 100001",
                        " ".repeat(BODY_BYTES_MAX + 1),
                        JSON),
                raw(
                        "chunks beyond the bound",
                        "POST " + INFER + " HTTP/1.1\r\n" + LOCAL + "\r\n" + JSON
                                + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + ("1000\r\n" + " ".repeat(0x1000) + "\r\n").repeat(30)
                                + "0\r\n\r\n",
                        413,
                        "a body may have 100000 bytes: it has more"),
                post(
                        "a length of the JSON beyond the body",
                        400,
                        "the length of the JSON must be between 0 and",
                        GOOD,
                        "Content-Type: application/octet-stream",
                        "Inference-Header-Content-Length: 2147483647"),
                post(
                        "a negative length of the JSON",
                        400,
                        "the length of the JSON must be between 0 and",
                        GOOD,
                        "Content-Type: application/octet-stream",
                        "Inference-Header-Content-Length: -1"),
                post(
                        "a shape of two thousand million rows",
                        400,
                        "shape announces 2000000000 rows, the data has 1",
                        GOOD.replace("[1]", "[2000000000]"),
                        JSON));
    }

    /// Bodies that are packed, well or badly.
    private static List<HostileCase> compression() {
        byte[] good = gzip(GOOD);
        byte[] cut = Arrays.copyOf(good, good.length - 4);
        byte[] damaged = good.clone();
        damaged[good.length - 6] ^= 1;
        byte[] bomb = gzip("0".repeat(90_000));
        return List.of(
                packed("a bomb", "gzip", bomb, 413, "a compressed body may unpack to 20 times its size"),
                packed(
                        "a large body, packed",
                        "gzip",
                        gzip(mixed(BODY_BYTES_MAX + 1)),
                        413,
                        "a body may have 100000 bytes"),
                packed(
                        "gzip cut short",
                        "gzip",
                        cut,
                        400,
                        "the compressed body must be whole and valid: it ends early"),
                packed("gzip with a wrong checksum", "gzip", damaged, 400, "it is damaged"),
                packed("no gzip", "gzip", GOOD.getBytes(ISO_8859_1), 400, "it is no gzip"),
                packed("nothing as gzip", "gzip", new byte[0], 400, "it is empty"),
                packed(
                        "gzip and rubbish after it",
                        "gzip",
                        both(good, "rubbish".getBytes(ISO_8859_1)),
                        400,
                        "it is no gzip"),
                packed("gzip and half a member", "gzip", both(good, cut), 400, "it ends early"),
                packed("two requests in two members", "gzip", both(good, good), 400, "what follows the request's JSON"),
                packed(
                        "an endless file name",
                        "gzip",
                        both(
                                new byte[] {31, -117, 8, 8, 0, 0, 0, 0, 0, 3},
                                "n".repeat(50_000).getBytes(ISO_8859_1)),
                        400,
                        "it ends early"),
                packed("no deflate", "deflate", GOOD.getBytes(ISO_8859_1), 400, "it is damaged"),
                packed(
                        "deflate and rubbish after it",
                        "deflate",
                        both(deflate(GOOD), new byte[9]),
                        400,
                        "it goes on after its end"),
                packed("an unknown encoding", "br", good, 415, "one of identity, gzip, deflate: 'br'"),
                packed("an encoding of an encoding", "gzip, gzip", good, 415, "one of identity, gzip, deflate"));
    }

    /// Callers who take their time.
    private static List<HostileCase> time() {
        String head = "POST " + INFER + " HTTP/1.1\r\n" + LOCAL + "\r\n" + JSON + "\r\nContent-Length: 90000\r\n\r\n";
        return List.of(
                raw("a connection that says nothing", "", 0, "").at(Door.HASTY_DATA),
                raw("half a line", "GET /v2", 408, LATE_HEAD).at(Door.HASTY_DATA),
                raw(
                                "headers that never end",
                                "GET /v2 HTTP/1.1\r\n" + LOCAL + "\r\n" + "A: b\r\n".repeat(100),
                                408,
                                LATE_HEAD)
                        .byteByByte(20)
                        .at(Door.HASTY_DATA),
                raw(
                                "a head for the admin API that never ends",
                                "GET /admin/v1/status HTTP/1.1\r\nA: b\r\n",
                                408,
                                LATE_HEAD)
                        .at(Door.HASTY_ADMIN),
                raw("a body that trickles in", head + " ".repeat(2000), 408, SLOW)
                        .slowAfter(head.length(), 10)
                        .at(Door.HASTY_DATA),
                raw("a body that stops", head + "{", 408, "the body must arrive without a long pause: it did not")
                        .at(Door.HASTY_DATA),
                raw("half a head and no more to come", "GET /v2 HTTP/1.1\r\nHo", 0, "")
                        .halfClosed(),
                raw("half a body and no more to come", head + "{", 400, "the body must be complete: it ended early")
                        .halfClosed(),
                get("nothing more to come after a whole request", "/v2/none", 404, NO_PATH, LOCAL)
                        .halfClosed());
    }

    private static HostileCase raw(String name, String bytes, int status, String message) {
        return HostileCase.of(name, bytes, status, message);
    }

    private static HostileCase get(String name, String path, int status, String message, String... headers) {
        return request(name, "GET " + path, status, message, "", headers);
    }

    /// A request to infer; a length is added unless one of the headers speaks of it.
    private static HostileCase post(String name, int status, String message, String body, String... headers) {
        return request(name, "POST " + INFER, status, message, body, both(headers, LOCAL));
    }

    private static HostileCase request(
            String name, String line, int status, String message, String body, String... headers) {
        String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        return raw(
                name,
                line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n" + length + "\r\n" + body,
                status,
                message);
    }

    private static HostileCase packed(String name, String encoding, byte[] body, int status, String message) {
        String head = "POST %s HTTP/1.1\r\n%s\r\n%s\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(INFER, LOCAL, JSON, encoding, body.length);
        return HostileCase.of(name, both(head.getBytes(ISO_8859_1), body), status, message);
    }

    private static String[] both(String[] some, String further) {
        return Stream.concat(Stream.of(some), Stream.of(further)).toArray(String[]::new);
    }

    private static byte[] both(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    /// Text that packs to about a third.
    private static String mixed(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; text.length() < length; i++) {
            text.append(Integer.toString(i * 7919, 36));
        }
        return text.substring(0, length);
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static byte[] deflate(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(packed)) {
            deflate.write(text.getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
