// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UrgencyQueueTest {
    private record Waiting(String name, int priority, long deadlineNanos) implements Urgent {}

    private final UrgencyQueue<Waiting> queue = new UrgencyQueue<>();

    private void add(String name, int priority, long deadlineNanos) {
        queue.add(new Waiting(name, priority, deadlineNanos));
    }

    private List<String> takeAll() {
        List<String> names = new ArrayList<>();
        while (!queue.isEmpty()) {
            names.add(queue.removeFirst().name());
        }
        return names;
    }

    @Test
    void goesByPriorityThenDeadlineThenArrival() {
        add("usual, late", 5, 90);
        add("usual, soon", 5, 20);
        add("usual, soon, after", 5, 20);
        add("last", 9, 1);
        add("first", 1, 99);
        assertThat(queue.first().name()).isEqualTo("first");
        assertThat(takeAll()).containsExactly("first", "usual, soon", "usual, soon, after", "usual, late", "last");
    }

    @Test
    void aDeadlineIsComparedAcrossTheEndOfTheClock() {
        add("after", 5, Long.MIN_VALUE + 5);
        add("before", 5, Long.MAX_VALUE - 5);
        assertThat(takeAll()).containsExactly("before", "after");
    }

    @Test
    void whoeverHasWaitedLongestIsTakenWithinEightTurns() {
        add("patient", 9, 0);
        List<String> taken = new ArrayList<>();
        for (int turn = 0; turn < UrgencyQueue.LONGEST_WAITING_EVERY; turn++) {
            add("urgent", 1, 0);
            taken.add(queue.removeFirst().name());
        }
        assertThat(taken).hasSize(8).endsWith("patient").containsOnlyOnce("patient");
    }

    @Test
    void removesWhatFitsWhereverItStands() {
        for (int i = 0; i < 20; i++) {
            add("" + i, 1 + i % 9, 20 - i);
        }
        List<String> removed = new ArrayList<>();
        queue.removeIf(it -> it.priority() > 2 && removed.add(it.name()));
        assertThat(removed).startsWith("2", "3", "4").hasSize(14);
        assertThat(queue.size()).isEqualTo(6);
        assertThat(takeAll()).containsExactly("18", "9", "0", "19", "10", "1");
    }

    @Test
    void saysSoWhenNobodyWaits() {
        assertThatThrownBy(queue::removeFirst).hasMessage("nobody waits");
    }

    @Test
    void whateverComesAndGoesTheMostUrgentIsFirst() {
        SplittableRandom random = new SplittableRandom(23);
        List<Waiting> model = new ArrayList<>();
        for (int turn = 0; turn < 5_000; turn++) {
            if (model.isEmpty() || random.nextInt(5) < 3) {
                Waiting waiting = new Waiting("" + turn, 1 + random.nextInt(9), random.nextInt(50));
                queue.add(waiting);
                model.add(waiting);
            } else if (random.nextInt(10) == 0) {
                int priority = 1 + random.nextInt(9);
                queue.removeIf(it -> it.priority() == priority);
                model.removeIf(it -> it.priority() == priority);
            } else {
                Waiting mostUrgent = model.stream()
                        .min(Comparator.comparingInt(Waiting::priority).thenComparingLong(Waiting::deadlineNanos))
                        .orElseThrow();
                Waiting taken = queue.removeFirst();
                assertThat(taken).as("seed 23, turn %d", turn).isIn(mostUrgent, model.getFirst());
                model.remove(taken);
            }
            assertThat(queue.size()).isEqualTo(model.size());
        }
    }
}
