// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One HTTP answer as it was on the wire.
///
/// @param status 0 when the connection ended without an answer
/// @param headers by name in lower case
record RawReply(int status, Map<String, String> headers, String body) {
    static final RawReply NONE = new RawReply(0, Map.of(), "");

    /// Reads an answer whose length is announced or whose end is the connection's.
    static RawReply read(InputStream in) throws IOException {
        String line = line(in);
        if (line.length() < 12) {
            return NONE;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        String length = headers.getOrDefault("content-length", "0");
        String body = new String(in.readNBytes(Integer.parseInt(length)), UTF_8);
        return new RawReply(Integer.parseInt(line.substring(9, 12)), headers, body);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
