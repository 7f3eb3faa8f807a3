// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/// A body on its way, given up when it is late or comes too slowly. Owned by one thread.
final class PacedStream extends FilterInputStream {
    private final Pace pace;
    private final BooleanSupplier isLate;
    private final long startNanos = System.nanoTime();
    private long bytes;

    /// @param isLate asked whenever a part has arrived: whether to give up a body that is not whole yet
    PacedStream(InputStream body, Pace pace, BooleanSupplier isLate) {
        super(body);
        this.pace = pace;
        this.isLate = isLate;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        arrived(next < 0 ? -1 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        int count = super.read(buffer, from, length);
        arrived(count);
        return count;
    }

    private void arrived(int count) {
        if (count < 0) {
            return;
        }
        bytes += count;
        if (isLate.getAsBoolean()) {
            throw Problem.requestTimeout(
                    "the body must arrive within the longest time that any request may take: it did not");
        }
        if (pace.isTooSlow(bytes, System.nanoTime() - startNanos)) {
            throw Problem.requestTimeout("the body must arrive without trickling: it was too slow");
        }
    }
}
