// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.request.Purpose;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.request.RequestOptions;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Without lanes: the test takes the batches, of eight rows.
class WindowTest {
    private final Arena arena = Arena.ofShared();
    private final Limits limits = Fixtures.limits();
    private final Window window = new Window(limits);
    private final Mixture mixture =
            Fixtures.scoredByColumns(arena, Kernels.available().getFirst(), 1, List.of(Fixtures.constant("a", 1)));
    private final LaneBatch batch =
            new LaneBatch(new LayerWorkspace(arena, mixture.layer(), limits, () -> 0, () -> {}), limits.batchRowsMax());

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private Ticket add(String id, int priority, long deadlineNanos, int rows) {
        RequestContext context =
                RequestContext.local(id, deadlineNanos).withOptions(new RequestOptions(priority, 0, Purpose.ANSWER));
        Ticket ticket =
                new Ticket(context, mixture, rows, 0, new float[2 * rows], 0, 0, deadlineNanos, _ -> {}, () -> {});
        assertThat(window.reserve(rows)).isTrue();
        assertThat(window.add(ticket)).isTrue();
        return ticket;
    }

    /// The next batch, as "request: first row + rows".
    private List<String> take() {
        batch.clear();
        window.take(batch, 0);
        List<String> parts = new ArrayList<>();
        for (LaneBatch.Part part : batch.parts) {
            parts.add("%s: %d + %d".formatted(part.ticket.context.requestId(), part.ticketRow, part.count));
        }
        return parts;
    }

    @Test
    void theMostUrgentRequestsGoFirst() {
        add("usual", 0, 900, 1);
        add("usual, sooner", 5, 500, 1);
        add("last", 9, 100, 1);
        add("first", 1, 900, 1);
        assertThat(take()).containsExactly("first: 0 + 1", "usual, sooner: 0 + 1", "usual: 0 + 1", "last: 0 + 1");
        assertThat(window.requests()).isZero();
    }

    @Test
    void theRowsOfARequestStayInOrderThoughOthersComeBetween() {
        add("long", 5, 900, 18);
        assertThat(take()).containsExactly("long: 0 + 8");
        add("urgent", 1, 900, 2);
        assertThat(take()).containsExactly("urgent: 0 + 2", "long: 8 + 6");
        assertThat(take()).containsExactly("long: 14 + 4");
    }

    @Test
    void whatIsPastItsDeadlineIsRefusedWhereverItStands() {
        add("fine", 1, 900, 1);
        Ticket late = add("late", 9, 0, 1);
        assertThat(take()).containsExactly("fine: 0 + 1");
        assertThat(late.isEnded()).isTrue();
        assertThat(window.requests()).isZero();
    }
}
