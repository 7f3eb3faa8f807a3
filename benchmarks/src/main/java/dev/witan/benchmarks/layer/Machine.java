// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.layer;

import dev.witan.benchmarks.FmaPeak;
import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.function.IntConsumer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// What the machine can do, measured beside the engines: multiply-adds in registers, and reading memory.
///
/// @param flops floating point operations per nanosecond
/// @param near bytes per nanosecond of weights as many as the tabular layer has, which stay in the second-level cache
/// @param far bytes per nanosecond from main memory, on huge pages
record Machine(double flops, double near, double far) {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final long STEP = 8L * SPECIES.vectorByteSize();
    private static final int CHUNKS = 512;
    private static final int CHUNK_COLUMNS = 1 << 19;
    private static final long NEAR_BYTES = 512 << 10;
    private static final int TURNS = 9;
    private static final int PEAK_RUNS = 200;
    private static final int NEAR_RUNS = 500;

    /// The least time that a batch can take: all its multiply-adds, or reading its weights once.
    double limitNanos(Batch batch) {
        return Math.max(batch.operations() / flops, batch.bytes() / (batch.isSmall() ? near : far));
    }

    static Machine measure(int threads) {
        FmaPeak.prime();
        try (Arena arena = Arena.ofShared();
                TwoThreads workers = new TwoThreads(threads)) {
            FloatMatrix matrix = FloatMatrix.allocate(arena, CHUNKS, CHUNK_COLUMNS);
            matrix.fill(1f);
            MemorySegment memory = matrix.segment();
            for (int i = 0; i < 30_000; i++) {
                read(memory, 0, 2 * STEP);
            }
            long chunk = memory.byteSize() / CHUNKS;
            double flops = 0;
            double near = 0;
            double far = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                // Whatever disturbs makes them smaller, so that the best is the limit.
                flops = Math.max(
                        flops, threads * PEAK_RUNS * FmaPeak.operations() / time(workers, threads, _ -> peak()));
                near = Math.max(
                        near,
                        (double) threads
                                * NEAR_RUNS
                                * NEAR_BYTES
                                / time(workers, threads, i -> readNear(memory, i * chunk)));
                far = Math.max(far, memory.byteSize() / time(workers, CHUNKS, i -> read(memory, i * chunk, chunk)));
            }
            return new Machine(flops, near, far);
        }
    }

    private static double time(TwoThreads workers, int pieces, IntConsumer piece) {
        long start = System.nanoTime();
        workers.run(pieces, piece);
        return System.nanoTime() - start;
    }

    private static void peak() {
        for (int run = 0; run < PEAK_RUNS; run++) {
            require(FmaPeak.run());
        }
    }

    private static void readNear(MemorySegment memory, long from) {
        for (int run = 0; run < NEAR_RUNS; run++) {
            read(memory, from, NEAR_BYTES);
        }
    }

    private static void read(MemorySegment memory, long from, long bytes) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        ByteOrder order = ByteOrder.nativeOrder();
        int width = SPECIES.vectorByteSize();
        for (long at = from; at < from + bytes; at += STEP) {
            a = a.add(FloatVector.fromMemorySegment(SPECIES, memory, at, order));
            b = b.add(FloatVector.fromMemorySegment(SPECIES, memory, at + width, order));
            c = c.add(FloatVector.fromMemorySegment(SPECIES, memory, at + 2L * width, order));
            d = d.add(FloatVector.fromMemorySegment(SPECIES, memory, at + 3L * width, order));
            a = a.add(FloatVector.fromMemorySegment(SPECIES, memory, at + 4L * width, order));
            b = b.add(FloatVector.fromMemorySegment(SPECIES, memory, at + 5L * width, order));
            c = c.add(FloatVector.fromMemorySegment(SPECIES, memory, at + 6L * width, order));
            d = d.add(FloatVector.fromMemorySegment(SPECIES, memory, at + 7L * width, order));
        }
        require(a.add(b).add(c).add(d).lane(0));
    }

    /// Uses a result, so that nothing is optimised away.
    private static void require(float value) {
        if (Float.isNaN(value)) {
            throw new IllegalStateException("a sum must be a number: " + value);
        }
    }
}
