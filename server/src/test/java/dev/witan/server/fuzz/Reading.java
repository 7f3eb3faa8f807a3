// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.management.ThreadMXBean;
import dev.witan.engine.Mixture;
import dev.witan.engine.error.ErrorKind;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.server.HandMadeMixture;
import dev.witan.server.protocol.InferCall;
import dev.witan.server.protocol.InferReader;
import dev.witan.server.protocol.ReadLimits;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/// One reading of bytes from a stranger, and what must hold for it whatever the bytes are: either they are a
/// request whose parts agree and that the encoder takes or refuses, or they are refused for a reason that the
/// caller can act on; and neither takes more memory than the bytes deserve.
final class Reading {
    static final ReadLimits LIMITS = new ReadLimits(12, 1000, 8, 50);
    static final Mixture MIXTURE = HandMadeMixture.in(Arena.global());
    static final InferReader READER = new InferReader(MIXTURE, LIMITS);

    /// What a parser's buffers and a message may take, and what each byte may become.
    private static final long ALLOCATED_MAX = 4 << 20;

    private static final long ALLOCATED_PER_BYTE_MAX = 1000;
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private Reading() {}

    /// Reads, and throws an error where a rule is broken. What takes much memory gets a second chance, since classes
    /// that are loaded for the first time are not the bytes' fault.
    static void check(byte[] bytes, Supplier<InferCall> reading) {
        long most = ALLOCATED_MAX + ALLOCATED_PER_BYTE_MAX * bytes.length;
        if (allocated(bytes, reading) > most) {
            long allocated = allocated(bytes, reading);
            require(allocated <= most, "%d bytes take little memory: %d".formatted(bytes.length, allocated));
        }
    }

    private static long allocated(byte[] bytes, Supplier<InferCall> reading) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            InferCall call = reading.get();
            requireWhole(call.request());
            require(call.timeoutNanos() >= 0, "a timeout is not negative");
        } catch (WitanException e) {
            requireForCaller(e, bytes);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static void requireWhole(InferenceRequest request) {
        int rows = request.rows();
        require(rows > 0 && rows <= LIMITS.rowsMax(), "a request has a few rows: " + rows);
        for (String name : request.columnNames()) {
            Column column = request.column(name).orElseThrow();
            require(column.rows() == rows && column.name().equals(name), "columns agree: " + name);
        }
        float[] encoded = new float[rows * MIXTURE.encoder().dimensions()];
        MIXTURE.encoder().encode(request, encoded);
        for (float value : encoded) {
            require(Float.isFinite(value), "what was encoded is finite: " + value);
        }
    }

    private static void requireForCaller(WitanException refusal, byte[] bytes) {
        ErrorKind kind = refusal.code().kind();
        require(kind == ErrorKind.USER || kind == ErrorKind.RESOURCES, "a refusal is for the caller: " + refusal);
        String reason = refusal.reason();
        require(!reason.isBlank(), "a refusal has a reason");
        String sent = new String(bytes, ISO_8859_1);
        for (String inside : new String[] {"tools.jackson", "java.lang", "java.util", "com.google", "dev.witan"}) {
            require(!reason.contains(inside) || sent.contains(inside), "a reason tells nothing of us: " + reason);
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalStateException("broken: " + rule);
        }
    }
}
