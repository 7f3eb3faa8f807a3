// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import java.util.HexFormat;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A W3C trace context: the caller's trace, continued with a span of our own, or a new one.
///
/// @param traceId 32 hexadecimal digits
/// @param header the `traceparent` that we hand on and answer with
public record TraceContext(String traceId, String header) {
    private static final int TRACE_AT = 3;
    private static final int SPAN_AT = 36;
    private static final int FLAGS_AT = 53;
    private static final int LENGTH = 55;
    private static final String VERSION = "00-";
    private static final HexFormat HEX = HexFormat.of();

    /// Continues the trace of `traceparent`. One that breaks the rules, or none, starts a new trace, which nobody has
    /// asked to be sampled.
    ///
    /// @param random gives 64 random bits each time; thread-safe
    public static TraceContext continued(@Nullable String traceparent, LongSupplier random) {
        String span = HEX.toHexDigits(notZero(random));
        if (traceparent == null || !isValid(traceparent)) {
            String trace = HEX.toHexDigits(notZero(random)) + HEX.toHexDigits(random.getAsLong());
            return new TraceContext(trace, VERSION + trace + "-" + span + "-00");
        }
        String trace = traceparent.substring(TRACE_AT, SPAN_AT - 1);
        boolean isSampled = (HexFormat.fromHexDigit(traceparent.charAt(FLAGS_AT + 1)) & 1) == 1;
        return new TraceContext(trace, VERSION + trace + "-" + span + (isSampled ? "-01" : "-00"));
    }

    private static long notZero(LongSupplier random) {
        long value = random.getAsLong();
        return value == 0 ? 1 : value;
    }

    private static boolean isValid(String header) {
        int length = header.length();
        return length >= LENGTH
                && isHex(header, 0, TRACE_AT - 1)
                && !header.startsWith("ff")
                && (length == LENGTH || (!header.startsWith("00") && header.charAt(LENGTH) == '-'))
                && header.charAt(TRACE_AT - 1) == '-'
                && header.charAt(SPAN_AT - 1) == '-'
                && header.charAt(FLAGS_AT - 1) == '-'
                && isHex(header, TRACE_AT, SPAN_AT - 1)
                && isHex(header, SPAN_AT, FLAGS_AT - 1)
                && isHex(header, FLAGS_AT, LENGTH)
                && !isZero(header, TRACE_AT, SPAN_AT - 1)
                && !isZero(header, SPAN_AT, FLAGS_AT - 1);
    }

    /// Whether the characters are lower-case hexadecimal digits, as the standard demands.
    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }
}
