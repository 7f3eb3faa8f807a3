// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Memory for what is kept of every row: the first pages lie in the heap, all others in a file that goes away with
/// them, so that the heap needs no more for ten million rows than for a million. Owned by one thread.
final class RowPages implements AutoCloseable {
    private static final long HEAP_BYTES_MAX = 64L << 20;

    /// What is mapped at once.
    private static final long PART_BYTES = 64L << 20;

    private final Arena arena = Arena.ofShared();
    private final long heapBytesMax;
    private long heapBytes;
    private @Nullable FileChannel file;
    private long fileBytes;
    private MemorySegment part = MemorySegment.NULL;
    private long partUsed;

    RowPages() {
        this(HEAP_BYTES_MAX);
    }

    RowPages(long heapBytesMax) {
        this.heapBytesMax = heapBytesMax;
    }

    /// A page of zeros.
    MemorySegment page(int bytes) {
        if (heapBytes + bytes <= heapBytesMax) {
            heapBytes += bytes;
            return MemorySegment.ofArray(new byte[bytes]);
        }
        if (partUsed + bytes > part.byteSize()) {
            part = nextPart();
            partUsed = 0;
        }
        MemorySegment page = part.asSlice(partUsed, bytes);
        partUsed += bytes;
        return page;
    }

    private MemorySegment nextPart() {
        try {
            FileChannel open = file;
            if (open == null) {
                Path path = Files.createTempFile("witan-evaluation", ".rows");
                open = FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
                file = open;
            }
            MemorySegment next = open.map(FileChannel.MapMode.READ_WRITE, fileBytes, PART_BYTES, arena);
            fileBytes += PART_BYTES;
            return next;
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.INTERNAL, "the answers cannot be kept in a temporary file: %s".formatted(e), e);
        }
    }

    /// Bytes that lie in the file.
    long fileBytes() {
        return fileBytes;
    }

    @Override
    public void close() {
        arena.close();
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new WitanException(
                    ErrorCode.INTERNAL, "the temporary file of answers cannot be closed: %s".formatted(e), e);
        }
    }
}
