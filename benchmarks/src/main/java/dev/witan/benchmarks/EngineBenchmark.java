// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks;

import dev.witan.benchmarks.layer.TabularMixture;
import dev.witan.engine.Admission;
import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;
import dev.witan.engine.Limits;
import dev.witan.engine.Ticket;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.Kernels;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The engine's whole way of a request with a small layer: from a request in memory over encoder, window, lane, gate,
/// router, experts, combination and head to a response, with the hand-over between threads both ways.
///
/// A figure is the time per request of a caller who has `open` of them under way. With `-prof gc` the difference
/// between requests of many rows and of one tells what a row allocates.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EngineBenchmark {
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    /// Rows of a request.
    @Param({"1", "256"})
    public int rows;

    /// Requests that the caller keeps under way.
    @Param({"1", "16"})
    public int open;

    private final NanoClock clock = NanoClock.system();
    private final Queue<Ticket> underWay = new ArrayDeque<>();
    private TabularMixture mixture;
    private Engine engine;
    private InferenceRequest request;
    private long sent;

    /// Starts an engine with one lane.
    @Setup(Level.Trial)
    public void start() {
        Kernels kernels = Kernels.choose();
        kernels.prime();
        mixture = new TabularMixture(kernels);
        engine = new Engine(mixture.mixture(), Limits.defaults(), EngineObserver.NONE, clock);
        request = new InferenceRequest(List.of(mixture.rows(rows)));
    }

    /// Stops it.
    @TearDown(Level.Trial)
    public void stop() {
        engine.close();
        mixture.close();
    }

    /// Sends one request, and takes the answer to the oldest one if that makes too many.
    @Benchmark
    public Object answer() {
        RequestContext context = RequestContext.local(Long.toString(sent++), clock.nanos() + PATIENCE_NANOS);
        if (!(engine.submit(request, context) instanceof Admission.Admitted(var ticket))) {
            throw new IllegalStateException("the engine must admit what it has room for");
        }
        underWay.add(ticket);
        return underWay.size() < open ? ticket : take();
    }

    private Outcome take() {
        Outcome outcome = underWay.remove().outcome().join();
        if (!(outcome instanceof Outcome.Answered)) {
            throw new IllegalStateException("the engine must answer: " + outcome);
        }
        return outcome;
    }
}
