// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.util.ArrayList;
import java.util.List;

/// An expert elsewhere of one input and one output that answers ten times the input, when the test says so. Two
/// calls of eight rows each may be in flight. For one thread.
final class FarExpert implements Expert {
    record Call(ExpertBatch batch, ExpertCompletion completion) {}

    final List<Call> calls = new ArrayList<>();
    /// The calls that were cancelled, by their numbers.
    final List<Integer> cancelled = new ArrayList<>();
    boolean isBroken;
    boolean isPrompt;
    int scratchWidth;
    int rowsMax = 8;
    int depthMost;
    private int depth;

    Call call(int number) {
        return calls.get(number);
    }

    /// What the rows of a call hold.
    List<Integer> rows(int number) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < call(number).batch().rows(); row++) {
            rows.add((int) call(number).batch().input().get(row, 0));
        }
        return rows;
    }

    void answer(int number) {
        answer(call(number));
    }

    private static void answer(Call call) {
        for (int row = 0; row < call.batch().rows(); row++) {
            call.batch().output().set(row, 0, 10 * call.batch().input().get(row, 0));
        }
        call.completion().answered(call.batch());
    }

    void fail(int number, WitanException cause) {
        call(number).completion().failed(call(number).batch(), cause);
    }

    @Override
    public void submit(ExpertBatch batch, Kernels kernels, Scratch scratch, ExpertCompletion completion) {
        if (isBroken) {
            throw new StackOverflowError("why");
        }
        depth++;
        depthMost = Math.max(depthMost, depth);
        Call call = new Call(batch, completion);
        int number = calls.size();
        calls.add(call);
        batch.onCancel(() -> cancelled.add(number));
        if (isPrompt) {
            answer(call);
        }
        depth--;
    }

    @Override
    public String id() {
        return "far";
    }

    @Override
    public String digest() {
        return "digest of far";
    }

    @Override
    public int inputs() {
        return 1;
    }

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public long multiplyAddsPerRow() {
        return 0;
    }

    @Override
    public boolean isLocal() {
        return false;
    }

    @Override
    public int scratchWidth() {
        return scratchWidth;
    }

    @Override
    public int inFlightMax() {
        return 2;
    }

    @Override
    public int batchRowsMax() {
        return rowsMax;
    }
}
