// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Watches whether the caller of a request hangs up while its answer is being made. Thread-safe.
///
/// Over HTTP/1.1 Jetty reads nothing from a connection between the end of a request's body and the end of its reply, so
/// that the end of the connection is seen only when something is written to it. This asks the selector instead to tell
/// when there is something to be read, and looks at one byte: none there means that the caller has closed its end; a
/// byte belongs to the request that comes next, and is handed to the connection to be read with it, which ends the
/// watch.
///
/// A caller who closes only the half of the connection that it writes to cannot be told from one who has left.
final class CallerWatch implements Callback, AutoCloseable {
    private final AbstractEndPoint endPoint;
    private final Connection.UpgradeTo connection;
    private final Runnable action;
    /// Held while the end point is read, so that it is never read twice at once.
    private final ReentrantLock reading = new ReentrantLock();
    private boolean isClosed;

    private CallerWatch(AbstractEndPoint endPoint, Connection.UpgradeTo connection, Runnable action) {
        this.endPoint = endPoint;
        this.connection = connection;
        this.action = action;
    }

    /// A watch over the caller of a request whose body was read.
    ///
    /// @param action run once, unless the watch is closed first
    static @Nullable CallerWatch of(Request request, Runnable action) {
        Connection connection = request.getConnectionMetaData().getConnection();
        if (connection instanceof Connection.UpgradeTo takesBytes
                && connection.getEndPoint() instanceof AbstractEndPoint endPoint) {
            CallerWatch watch = new CallerWatch(endPoint, takesBytes, action);
            endPoint.tryFillInterested(watch);
            return watch;
        }
        return null;
    }

    /// There is something to be read.
    @Override
    public void succeeded() {
        if (hasLeft()) {
            action.run();
        }
    }

    /// The connection has ended.
    @Override
    public void failed(Throwable cause) {
        reading.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
        } finally {
            reading.unlock();
        }
        action.run();
    }

    private boolean hasLeft() {
        reading.lock();
        try {
            return !isClosed && !reads();
        } finally {
            reading.unlock();
        }
    }

    /// Reads a byte if there is one; tells whether the caller is still there.
    private boolean reads() {
        ByteBuffer one = BufferUtil.allocate(1);
        int count = fill(one);
        if (count == 0) {
            endPoint.tryFillInterested(this);
            return true;
        }
        isClosed = true;
        if (count > 0) {
            connection.onUpgradeTo(one);
        }
        return count > 0;
    }

    private int fill(ByteBuffer buffer) {
        try {
            return endPoint.fill(buffer);
        } catch (IOException _) {
            return -1;
        }
    }

    /// Watches no more. Afterwards the connection may be read as if there had been no watch.
    @Override
    public void close() {
        reading.lock();
        try {
            isClosed = true;
        } finally {
            reading.unlock();
        }
        endPoint.getFillInterest().onFail(new EofException("nobody watches any more"));
    }
}
