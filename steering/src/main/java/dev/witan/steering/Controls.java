// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/// The controls of every mixture of a server, and the one thread that has steers end and load count. Thread-safe.
public final class Controls implements AutoCloseable {
    /// How often it looks: a steer ends that much late at most.
    private static final Duration BEAT = Duration.ofMillis(100);

    private final Function<String, Optional<Path>> logFile;
    private final InstantSource time;
    private final Map<String, MixtureControl> controls = new ConcurrentHashMap<>();
    private final Thread heart =
            Thread.ofPlatform().daemon().name("witan-controls").unstarted(this::beat);
    private volatile boolean isClosed;

    /// Controls that somebody ticks.
    ///
    /// @param logFile where the log of a mixture's steers lies; empty where there is no place for one
    /// @param time in which steers end
    public Controls(Function<String, Optional<Path>> logFile, InstantSource time) {
        this.logFile = logFile;
        this.time = time;
    }

    /// Controls without a place for logs: nobody can steer.
    public static Controls withoutLogs() {
        return new Controls(_ -> Optional.empty(), InstantSource.system());
    }

    /// Has a thread look again and again, until they are closed.
    public Controls start() {
        heart.start();
        return this;
    }

    private void beat() {
        while (!isClosed) {
            try {
                tick();
            } catch (RuntimeException e) {
                heart.getUncaughtExceptionHandler().uncaughtException(heart, e);
            }
            LockSupport.parkNanos(this, BEAT.toNanos());
        }
    }

    /// The control of a mixture, made when it is first asked for.
    ///
    /// @throws dev.witan.engine.error.WitanException UNAVAILABLE when the log of its steers cannot be read
    public MixtureControl of(String mixture) {
        return controls.computeIfAbsent(mixture, this::open);
    }

    private MixtureControl open(String mixture) {
        OverlayControl overlay = new OverlayControl();
        Optional<Steering> steering =
                logFile.apply(mixture).map(file -> new Steering(mixture, overlay, file, time, SteerLimits.DEFAULTS));
        return new MixtureControl(mixture, overlay, steering);
    }

    /// Ends steers whose time is over and takes load into account.
    public void tick() {
        controls.values().forEach(MixtureControl::tick);
    }

    @Override
    public void close() {
        isClosed = true;
        LockSupport.unpark(heart);
    }
}
