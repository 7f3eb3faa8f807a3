// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/// One connection and what its caller keeps us waiting for. The thread of its request writes, the watch reads.
final class Watched {
    static final String ATTRIBUTE = Watched.class.getName();
    private static final byte[] LATE_BODY =
            ErrorBody.of("a request's line and headers must arrive without trickling: they were too slow");
    private static final byte[] LATE_HEAD = ("HTTP/1.1 408 Request Timeout\r\nContent-Type: application/json\r\n"
                    + "X-Content-Type-Options: nosniff\r\nConnection: close\r\nContent-Length: " + LATE_BODY.length
                    + "\r\n\r\n")
            .getBytes(US_ASCII);
    private static final long NO_REPLY = -1;

    private final Connection connection;
    private volatile boolean isBusy;
    private volatile boolean isHeadBegun = true;
    private volatile long sinceNanos;
    private volatile long bytesBefore;
    private volatile long replyBytes = NO_REPLY;

    Watched(Connection connection, long now) {
        this.connection = connection;
        this.sinceNanos = now;
    }

    /// The connection that a request came over.
    static Watched of(Request request) {
        Object watched = request.getConnectionMetaData().getAttribute(ATTRIBUTE);
        return watched instanceof Watched known
                ? known
                : new Watched(request.getConnectionMetaData().getConnection(), System.nanoTime());
    }

    /// A request's head is whole: it is in hand.
    void begun() {
        isBusy = true;
    }

    /// Its answer is about to be written.
    void replying(long bytes) {
        sinceNanos = System.nanoTime();
        replyBytes = bytes;
    }

    /// What there was of it is written, and more is yet to be made.
    void pausing() {
        replyBytes = NO_REPLY;
    }

    /// Ends the connection.
    void end() {
        connection.getEndPoint().close();
    }

    /// Its answer is written, and the next request may begin.
    void ended() {
        bytesBefore = connection.getBytesIn();
        replyBytes = NO_REPLY;
        isHeadBegun = false;
        isBusy = false;
    }

    /// Ends the connection if its caller is too slow.
    void look(long now, long headMaxNanos, Pace pace) {
        if (isBusy) {
            long bytes = replyBytes;
            if (bytes != NO_REPLY && pace.isTooSlow(bytes, now - sinceNanos)) {
                connection.getEndPoint().close(new TimeoutException("the answer was not taken in time"));
            }
        } else if (!isHeadBegun) {
            if (connection.getBytesIn() != bytesBefore) {
                sinceNanos = now;
                isHeadBegun = true;
            }
        } else if (now - sinceNanos > headMaxNanos) {
            endHead();
        }
    }

    /// Tells a caller who has begun to ask why it ends; one who never said a word just sees the end.
    private void endHead() {
        EndPoint endPoint = connection.getEndPoint();
        sinceNanos = System.nanoTime();
        if (connection.getBytesIn() == 0) {
            endPoint.close();
            return;
        }
        try {
            endPoint.write(Callback.from(endPoint::close), ByteBuffer.wrap(LATE_HEAD), ByteBuffer.wrap(LATE_BODY));
        } catch (IllegalStateException e) {
            endPoint.close(e);
        }
    }
}
