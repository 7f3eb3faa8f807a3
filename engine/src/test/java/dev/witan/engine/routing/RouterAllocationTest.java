// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.witan.engine.overlay.Guidance;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RouterAllocationTest {
    private static final int EXPERTS = 40;
    private static final int ROWS = 16;

    static Stream<RouterBuilder> routers() {
        return Stream.of(
                Router.builder(EXPERTS).fanOut(4),
                Router.builder(EXPERTS).fanOut(EXPERTS),
                Router.builder(EXPERTS).fanOut(4).form(GatingForm.SIGMOID).groups(8, 4),
                Router.builder(EXPERTS).fanOut(4).form(GatingForm.SOFTMAX_TOP_K).topP(0.5f),
                Router.builder(EXPERTS).fanOut(4).capacity(new Capacity(Capacity.Policy.OVERFLOW, 1f, 1)),
                Router.builder(EXPERTS).fanOut(4).exploration(new Exploration(1f, 1f, 1)));
    }

    @ParameterizedTest
    @MethodSource("routers")
    void routingAllocatesNothing(RouterBuilder builder) {
        Router router = builder.build();
        RoutingCase rows = rows();
        rows.obeying(
                Guidance.builder(EXPERTS).forbid(3, "x").pin(7).addBias(1, 1f).build());
        RoutingPlan plan = rows.plan(router);
        route(router, rows, plan, 500);
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 20 && least > 0; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            route(router, rows, plan, 50);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
    }

    private static void route(Router router, RoutingCase rows, RoutingPlan plan, int times) {
        for (int i = 0; i < times; i++) {
            router.ask(rows.batch, rows.scores);
            router.route(rows.kernels, rows.batch, rows.scores, plan);
        }
    }

    private static RoutingCase rows() {
        Random random = new Random(5);
        float[][] values = new float[ROWS][EXPERTS];
        for (float[] row : values) {
            for (int i = 0; i < EXPERTS; i++) {
                row[i] = random.nextFloat();
            }
        }
        RoutingCase rows = new RoutingCase(values);
        return rows;
    }
}
