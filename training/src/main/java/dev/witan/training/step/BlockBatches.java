// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.training.features.Features;
import dev.witan.training.network.SeededNumbers;

/// Rows of a table that is too large for memory, in an order that reads it in long pieces: every epoch draws a new
/// order
/// of its blocks of neighbouring rows, and shuffles the rows of as many blocks as fit the buffer. Which rows a batch
/// has
/// follows from seed, epoch and index alone, so it can be asked for from anywhere. Owned by one thread.
public final class BlockBatches implements BatchSource {
    private static final long SHUFFLE = 0xB10C;

    private final Features features;
    private final int[] rows;
    private final RowLabels labels;
    private final long seed;
    private final int rowsMax;
    private final int batches;
    private final int blockRows;
    private final int bufferBlocks;
    private final int[] blocks;
    private int[] buffer = {};
    private int blocksOf;
    private long bufferFrom;

    /// @param rows to learn from, in ascending order; the array must not be changed
    /// @param labels by row of the table
    /// @param batchRows rows of a batch at most
    /// @param seed of the order
    /// @param blockRows neighbouring rows that are read together
    /// @param bufferBlocks blocks whose rows are shuffled among each other
    public BlockBatches(
            Features features,
            int[] rows,
            RowLabels labels,
            int batchRows,
            long seed,
            int blockRows,
            int bufferBlocks) {
        this.features = features;
        this.rows = rows;
        this.labels = labels;
        this.seed = seed;
        this.rowsMax = Math.min(batchRows, rows.length);
        this.batches = Math.max(1, rows.length / rowsMax);
        this.blockRows = blockRows;
        this.bufferBlocks = bufferBlocks;
        this.blocks = new int[(rows.length + blockRows - 1) / blockRows];
    }

    @Override
    public int batches() {
        return batches;
    }

    @Override
    public int rowsMax() {
        return rowsMax;
    }

    @Override
    public Batch batch(int epoch, int index) {
        long from = (long) rows.length * index / batches;
        int count = (int) Math.min((long) rows.length * (index + 1) / batches - from, rowsMax);
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = row(epoch, from + i);
        }
        return new TableBatch(features, chosen, 0, count, labels);
    }

    /// The row at a place of an epoch's order.
    private int row(int epoch, long place) {
        if (blocksOf != epoch || place < bufferFrom || place >= bufferFrom + buffer.length) {
            fill(epoch, place);
        }
        return buffer[(int) (place - bufferFrom)];
    }

    /// Fills the buffer that a place belongs to. Only the table's last block may be short, so buffers are found by
    /// going
    /// through the lengths of those before.
    private void fill(int epoch, long place) {
        order(epoch);
        int first = 0;
        long from = 0;
        while (place >= from + length(first)) {
            from += length(first);
            first += bufferBlocks;
        }
        int[] filled = new int[(int) length(first)];
        int at = 0;
        for (int i = first; i < Math.min(blocks.length, first + bufferBlocks); i++) {
            int start = blocks[i] * blockRows;
            int end = Math.min(rows.length, start + blockRows);
            for (int row = start; row < end; row++) {
                filled[at++] = rows[row];
            }
        }
        new SeededNumbers(seed, epoch, SHUFFLE, first).shuffle(filled, filled.length);
        buffer = filled;
        bufferFrom = from;
    }

    /// Rows of the buffer that begins with a block.
    private long length(int first) {
        long length = 0;
        for (int i = first; i < Math.min(blocks.length, first + bufferBlocks); i++) {
            length += Math.min(blockRows, rows.length - (long) blocks[i] * blockRows);
        }
        return length;
    }

    private void order(int epoch) {
        if (blocksOf != epoch) {
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = i;
            }
            new SeededNumbers(seed, epoch, SHUFFLE).shuffle(blocks, blocks.length);
            blocksOf = epoch;
            buffer = new int[0];
        }
    }
}
