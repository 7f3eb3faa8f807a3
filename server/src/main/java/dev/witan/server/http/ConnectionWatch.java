// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.thread.Scheduler;

/// Ends connections whose callers hold them without using them: whose first request, or whose next one once it has
/// begun, is not there in time, and those that take their answer too slowly. An idle timeout alone does not see them,
/// since a byte now and then is enough for it. Thread-safe.
///
/// It looks at all connections a few times within the time that a request's head may take, so that a request which
/// arrives in one piece costs a look-up and no timer.
final class ConnectionWatch implements Connection.Listener {
    private static final int LOOKS = 8;

    private final long headMaxNanos;
    private final Pace pace;
    private final Map<Connection, Watched> connections = new ConcurrentHashMap<>();

    /// A watch over no connections yet.
    ///
    /// @param headMax how long a request's line and headers may take
    /// @param pace how fast an answer must be taken
    ConnectionWatch(Duration headMax, Pace pace) {
        this.headMaxNanos = headMax.toNanos();
        this.pace = pace;
    }

    /// Looks again and again from now on, until the scheduler stops.
    void start(Scheduler scheduler) {
        long pauseNanos = Math.max(headMaxNanos / LOOKS, TimeUnit.MILLISECONDS.toNanos(1));
        scheduler.schedule(() -> lookAndGoOn(scheduler), pauseNanos, TimeUnit.NANOSECONDS);
    }

    private void lookAndGoOn(Scheduler scheduler) {
        try {
            long now = System.nanoTime();
            connections.values().forEach(each -> each.look(now, headMaxNanos, pace));
        } finally {
            start(scheduler);
        }
    }

    @Override
    public void onOpened(Connection connection) {
        Watched watched = new Watched(connection, System.nanoTime());
        if (connection instanceof ConnectionMetaData connected) {
            connected.setAttribute(Watched.ATTRIBUTE, watched);
            connections.put(connection, watched);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }
}
