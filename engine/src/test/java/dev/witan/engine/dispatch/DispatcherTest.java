// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.routing.Plans;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    private static final int EXPERTS = 4;

    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private Dispatcher dispatch(int[][] chosen, int tileRows) {
        FloatMatrix rows = FloatMatrix.allocate(arena, chosen.length, 1);
        for (int row = 0; row < chosen.length; row++) {
            rows.set(row, 0, 100 + row);
        }
        RoutingPlan plan = Plans.of(arena, EXPERTS, chosen, new float[chosen.length][chosen[0].length]);
        Dispatcher dispatcher = new Dispatcher(arena, chosen.length, chosen[0].length, EXPERTS, 1, 1);
        dispatcher.group(plan, rows);
        dispatcher.cut(new int[] {tileRows, tileRows, tileRows, tileRows});
        return dispatcher;
    }

    /// Each batch as its expert and the rows that it holds, told by what was gathered.
    private static List<String> batches(Dispatcher dispatcher) {
        List<String> batches = new ArrayList<>();
        for (int index = 0; index < dispatcher.batches(); index++) {
            ExpertBatch batch = dispatcher.batch(index);
            StringBuilder rows = new StringBuilder(batch.expert() + ":");
            for (int row = batch.from(); row < batch.from() + batch.rows(); row++) {
                rows.append(' ').append((int) batch.input().get(row, 0) - 100);
            }
            batches.add(rows.toString());
        }
        return batches;
    }

    @Test
    void groupsTheRowsOfEachExpertInTheOrderOfTheBatch() {
        Dispatcher dispatcher = dispatch(new int[][] {{2, 0}, {0, 2}, {3, 0}, {2, 3}}, 100);
        assertThat(batches(dispatcher)).containsExactly("0: 0 1 2", "2: 0 1 3", "3: 2 3");
        assertThat(dispatcher.rowsOf(0)).isEqualTo(3);
        assertThat(dispatcher.rowsOf(1)).isZero();
        assertThat(dispatcher.position(3, 0))
                .as("row 3 is the last of expert 2's")
                .isEqualTo(5);
        assertThat(dispatcher.batchOf(3, 0)).isEqualTo(1);
        assertThat(dispatcher.batchOf(3, 1)).isEqualTo(2);
    }

    @Test
    void cutsTheRowsOfABusyExpertIntoTiles() {
        Dispatcher dispatcher = dispatch(new int[][] {{1}, {1}, {1}, {0}, {1}, {1}}, 2);
        assertThat(batches(dispatcher)).containsExactly("0: 3", "1: 0 1", "1: 2 4", "1: 5");
        assertThat(dispatcher.batchOf(5, 0)).isEqualTo(3);
    }

    @Test
    void leavesOutWhatWasNotRouted() {
        Dispatcher dispatcher =
                dispatch(new int[][] {{1, RoutingPlan.NONE}, {RoutingPlan.NONE, RoutingPlan.NONE}, {0, 1}}, 100);
        assertThat(batches(dispatcher)).containsExactly("0: 2", "1: 0 2");
    }
}
