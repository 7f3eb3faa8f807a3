// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import dev.witan.engine.EngineObserver;
import dev.witan.engine.Mixture;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.response.Timings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/// What one loaded release has done, as the Open Inference Protocol's statistics tell it: sums since it was loaded.
/// Thread-safe.
public final class MixtureStatistics implements EngineObserver {
    private final InstantSource time;
    private final Elapsed success = new Elapsed();
    private final Elapsed fail = new Elapsed();
    private final Elapsed queue = new Elapsed();
    private final Elapsed encode = new Elapsed();
    private final Elapsed infer = new Elapsed();
    private final Elapsed combine = new Elapsed();
    private final LongAdder rows = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final AtomicReferenceArray<Elapsed> batchesBySize;
    private final Map<String, ExpertStatistics> experts = new LinkedHashMap<>();
    private volatile long lastEndedMillis;

    /// Statistics of a release that has done nothing yet.
    ///
    /// @param batchRowsMax the most rows of a batch
    public MixtureStatistics(Mixture mixture, int batchRowsMax, InstantSource time) {
        this.time = time;
        this.batchesBySize = new AtomicReferenceArray<>(batchRowsMax + 1);
        mixture.layer().experts().forEach(expert -> experts.put(expert.id(), new ExpertStatistics(expert.id())));
    }

    /// What was measured of the batches of one size.
    public record OfSize(int rows, Elapsed computed) {}

    @Override
    public void expertAnswered(String expert, int batchRows, long nanos) {
        ExpertStatistics statistics = experts.get(expert);
        if (statistics != null) {
            statistics.answered(batchRows, nanos);
        }
    }

    @Override
    public void expertFailed(String expert, int batchRows, ErrorCode code) {
        ExpertStatistics statistics = experts.get(expert);
        if (statistics != null) {
            statistics.failed(batchRows);
        }
    }

    @Override
    public void batchEnded(int batchRows, long nanos) {
        batches.increment();
        if (batchesBySize.get(batchRows) == null) {
            batchesBySize.compareAndSet(batchRows, null, new Elapsed());
        }
        batchesBySize.get(batchRows).add(nanos);
    }

    @Override
    public void answered(int requestRows, Timings timings, boolean isDegraded) {
        success.add(timings.totalNanos());
        queue.add(timings.waitNanos());
        encode.add(timings.encodeNanos());
        infer.add(timings.gateNanos() + timings.expertsNanos());
        combine.add(timings.combineNanos());
        rows.add(requestRows);
        lastEndedMillis = time.millis();
    }

    @Override
    public void failed(ErrorCode code, long nanos) {
        fail.add(nanos);
        lastEndedMillis = time.millis();
    }

    /// When the last request ended, in milliseconds since 1970; 0 before the first one.
    public long lastEndedMillis() {
        return lastEndedMillis;
    }

    /// Rows that were answered.
    public long rows() {
        return rows.sum();
    }

    /// Batches that were computed.
    public long batches() {
        return batches.sum();
    }

    /// Requests that were answered.
    public Elapsed success() {
        return success;
    }

    /// Requests that were admitted and not answered.
    public Elapsed fail() {
        return fail;
    }

    /// Waiting for a lane, of the requests that were answered.
    public Elapsed queue() {
        return queue;
    }

    /// Encoding.
    public Elapsed encode() {
        return encode;
    }

    /// Gate, router and experts.
    public Elapsed infer() {
        return infer;
    }

    /// Combining.
    public Elapsed combine() {
        return combine;
    }

    /// The batches by their size, those sizes only that have come up.
    public List<OfSize> batchesBySize() {
        List<OfSize> sizes = new ArrayList<>();
        for (int size = 0; size < batchesBySize.length(); size++) {
            Elapsed computed = batchesBySize.get(size);
            if (computed != null) {
                sizes.add(new OfSize(size, computed));
            }
        }
        return sizes;
    }

    /// The experts, in the order of the mixture.
    public Collection<ExpertStatistics> experts() {
        return Collections.unmodifiableCollection(experts.values());
    }
}
