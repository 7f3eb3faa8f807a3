// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.encode.TableEncoder;
import dev.witan.training.features.Features;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockBatchesTest {
    private static BlockBatches batches(int rows, int batchRows, int blockRows, int bufferBlocks) {
        int[] learned = IntStream.range(0, rows).map(i -> 3 * i).toArray();
        RowLabels labels = new RowLabels((row, _) -> row, 1, _ -> 1);
        Features features = new Features(new TableEncoder(List.of()), List.of());
        return new BlockBatches(features, learned, labels, batchRows, 7, blockRows, bufferBlocks);
    }

    private static List<Integer> rows(BlockBatches batches, int epoch) {
        List<Integer> rows = new ArrayList<>();
        for (int index = 0; index < batches.batches(); index++) {
            rows.addAll(rows(batches.batch(epoch, index)));
        }
        return rows;
    }

    private static List<Integer> rows(Batch batch) {
        return IntStream.range(0, batch.count())
                .mapToObj(i -> (int) batch.target(i))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"1000,32,10,4", "1003,32,10,7", "50,64,16,100", "7,3,1,1", "1000,100,1000,1"})
    void givesEveryRowOncePerEpochInANewOrder(int count, int batchRows, int blockRows, int bufferBlocks) {
        BlockBatches batches = batches(count, batchRows, blockRows, bufferBlocks);
        List<Integer> first = rows(batches, 1);
        List<Integer> all = IntStream.range(0, count).map(i -> 3 * i).boxed().toList();

        int left = count - first.size();
        assertThat(left).isBetween(0, batches.batches());
        assertThat(first).doesNotHaveDuplicates().isSubsetOf(all).isNotEqualTo(all);
        assertThat(rows(batches, 2)).isNotEqualTo(first);
        assertThat(rows(batches, 1)).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({"1003,32,10,7,2,17", "1003,32,10,7,1,30", "1000,8,64,2,3,0"})
    void givesTheSameBatchToWhomeverComesInTheMiddle(
            int count, int batchRows, int blockRows, int bufferBlocks, int epoch, int index) {
        BlockBatches whole = batches(count, batchRows, blockRows, bufferBlocks);
        for (int i = 0; i < index; i++) {
            whole.batch(epoch, i);
        }

        assertThat(rows(batches(count, batchRows, blockRows, bufferBlocks).batch(epoch, index)))
                .isEqualTo(rows(whole.batch(epoch, index)));
    }
}
