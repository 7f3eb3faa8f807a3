// SPDX-License-Identifier: Apache-2.0
package dev.witan.resilience;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/// An expert that remembers what it put out for which row, under the digest of its component: another version of it
/// is asked anew. Only the rows that it does not know go to the expert, side by side. It is for experts whose
/// answer to a row does not depend on the batch: then a remembered output has the bits of a computed one.
final class CachingExpert implements Expert {
    private final Expert expert;
    private final RowCache cache;
    private final RowRooms rooms;
    private final LongAdder savedMultiplyAdds;

    CachingExpert(Expert expert, RowCache cache, RowRooms rooms, LongAdder savedMultiplyAdds) {
        this.expert = expert;
        this.cache = cache;
        this.rooms = rooms;
        this.savedMultiplyAdds = savedMultiplyAdds;
    }

    @Override
    public String id() {
        return expert.id();
    }

    @Override
    public String digest() {
        return expert.digest();
    }

    @Override
    public int inputs() {
        return expert.inputs();
    }

    @Override
    public int outputs() {
        return expert.outputs();
    }

    @Override
    public long multiplyAddsPerRow() {
        return expert.multiplyAddsPerRow();
    }

    @Override
    public boolean isLocal() {
        return expert.isLocal();
    }

    @Override
    public int scratchWidth() {
        return expert.scratchWidth();
    }

    @Override
    public void warm() {
        expert.warm();
    }

    @Override
    public boolean isRepeatable() {
        return expert.isRepeatable();
    }

    /// Whoever loaded the expert closes it.
    @Override
    public void close() {}

    @Override
    public void submit(ExpertBatch batch, Kernels kernels, Scratch scratch, ExpertCompletion completion) {
        List<Unknown> unknown = recall(batch);
        savedMultiplyAdds.add((batch.rows() - unknown.size()) * expert.multiplyAddsPerRow());
        if (unknown.isEmpty()) {
            completion.answered(batch);
        } else {
            ask(batch, unknown, kernels, scratch, completion);
        }
    }

    /// A row that has to be computed.
    private record Unknown(RowKey key, int row) {}

    /// Writes what is known, and answers what is not.
    private List<Unknown> recall(ExpertBatch batch) {
        List<Unknown> unknown = new ArrayList<>();
        for (int row = batch.from(); row < batch.from() + batch.rows(); row++) {
            RowKey key = RowKey.of(expert.digest(), batch.input(), row, cache.seed());
            int at = row;
            cache.find(key)
                    .ifPresentOrElse(
                            known -> batch.output().copyRowFrom(at, known, 0), () -> unknown.add(new Unknown(key, at)));
        }
        return unknown;
    }

    private void ask(
            ExpertBatch batch, List<Unknown> unknown, Kernels kernels, Scratch scratch, ExpertCompletion completion) {
        RowRooms.Room room = rooms.take(unknown.size());
        for (int i = 0; i < unknown.size(); i++) {
            room.input().copyRowFrom(i, batch.input(), unknown.get(i).row());
        }
        ExpertBatch further = new ExpertBatch(
                batch.index(),
                batch.expert(),
                0,
                unknown.size(),
                room.input(),
                room.output(),
                batch.deadlineNanos(),
                batch.traceparent());
        batch.onCancel(further::cancel);
        expert.submit(further, kernels, scratch, new Asked(batch, unknown, room, completion));
    }

    /// Told once how the unknown rows ended; what the expert says after that is too late.
    private final class Asked implements ExpertCompletion {
        private final ExpertBatch batch;
        private final List<Unknown> unknown;
        private final RowRooms.Room room;
        private final ExpertCompletion completion;
        private final AtomicBoolean isOver = new AtomicBoolean();

        Asked(ExpertBatch batch, List<Unknown> unknown, RowRooms.Room room, ExpertCompletion completion) {
            this.batch = batch;
            this.unknown = unknown;
            this.room = room;
            this.completion = completion;
        }

        @Override
        public void answered(ExpertBatch further) {
            if (isOver.compareAndSet(false, true)) {
                for (int i = 0; i < unknown.size(); i++) {
                    remember(unknown.get(i).key(), room.output(), i);
                    batch.output().copyRowFrom(unknown.get(i).row(), room.output(), i);
                }
                rooms.giveBack(room);
                completion.answered(batch);
            }
        }

        @Override
        public void failed(ExpertBatch further, WitanException cause) {
            if (isOver.compareAndSet(false, true)) {
                rooms.giveBack(room);
                completion.failed(batch, cause);
            }
        }
    }

    private void remember(RowKey key, FloatMatrix outputs, int row) {
        float[] values = new float[outputs.columns()];
        outputs.copyRowTo(row, values, 0);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return;
            }
        }
        cache.keep(key, values);
    }
}
