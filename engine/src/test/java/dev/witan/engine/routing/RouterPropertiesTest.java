// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.overlay.Guidance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// What holds for every router, tried on random ones. Scores are few, so that there are many ties.
class RouterPropertiesTest {
    private static final int ROWS = 12;

    private final List<String> made = new ArrayList<>();

    @RepeatedTest(60)
    void weightsForbiddenExpertsCapacityTiesAndPermutations(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int experts = 2 * (1 + random.nextInt(12));
        RouterBuilder builder = builder(random, experts);
        Router router = builder.build();
        float[][] rows = new float[ROWS][3];
        float[][] scores = new float[ROWS][experts];
        List<Guidance> guidances = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < 3; i++) {
                rows[row][i] = random.nextFloat();
            }
            for (int expert = 0; expert < experts; expert++) {
                scores[row][expert] = random.nextInt(-8, 8) / 2f;
            }
            guidances.add(random.nextInt(3) == 0 ? guidance(random, experts) : Guidance.NONE);
        }
        String what = "seed %d: %s".formatted(repetition.getCurrentRepetition(), made);
        List<Integer> order = IntStream.range(0, ROWS).boxed().toList();
        RoutingPlan plan = route(router, rows, scores, guidances, order);
        for (int row = 0; row < ROWS; row++) {
            check(router, plan, guidances.get(row), row, what);
        }
        checkLoads(router, plan, what);
        List<Integer> shuffled = new ArrayList<>(order);
        Collections.shuffle(shuffled, random);
        RoutingPlan permuted = route(router, rows, scores, guidances, shuffled);
        for (int at = 0; at < ROWS; at++) {
            equal(plan, shuffled.get(at), permuted, at, what);
        }
        if (!router.dependsOnBatch()) {
            for (int row = 0; row < ROWS; row++) {
                equal(plan, row, route(router, rows, scores, guidances, List.of(row)), 0, what);
            }
        }
    }

    private RouterBuilder builder(Random random, int experts) {
        int fanOut = 1 + random.nextInt(experts / 2);
        RouterBuilder builder = Router.builder(experts)
                .fanOut(fanOut)
                .form(GatingForm.values()[random.nextInt(3)])
                .capacity(capacity(random));
        made.add("fanOut " + fanOut + " of " + experts);
        if (random.nextInt(3) == 0) {
            builder.topP(0.5f);
            made.add("topP");
        }
        if (random.nextInt(3) == 0) {
            builder.groups(2, 1);
            made.add("groups");
        }
        if (random.nextInt(3) == 0) {
            builder.exploration(new Exploration(0.5f, 1f, random.nextLong()));
            made.add("exploration");
        }
        if (random.nextInt(3) == 0) {
            boolean[] isPreferred = new boolean[experts];
            isPreferred[random.nextInt(experts)] = true;
            builder.preferSite(isPreferred);
            made.add("site");
        }
        return builder;
    }

    private Capacity capacity(Random random) {
        Capacity.Policy policy = Capacity.Policy.values()[random.nextInt(3)];
        made.add(policy.toString());
        return new Capacity(policy, 0.5f + random.nextFloat(), 1);
    }

    private static Guidance guidance(Random random, int experts) {
        Guidance.Builder builder = Guidance.builder(experts);
        for (int expert = 0; expert < experts; expert++) {
            switch (random.nextInt(6)) {
                case 0 -> builder.forbid(expert, "forbidden");
                case 1 -> builder.addBias(expert, random.nextFloat());
                case 2 -> builder.multiply(expert, 0.5f + random.nextFloat());
                default -> {}
            }
        }
        if (random.nextInt(4) == 0) {
            builder.pin(random.nextInt(experts));
        }
        if (random.nextInt(8) == 0) {
            builder.spread();
        }
        if (random.nextInt(8) == 0) {
            builder.fallBack();
        }
        return builder.build();
    }

    private static RoutingPlan route(
            Router router, float[][] rows, float[][] scores, List<Guidance> guidances, List<Integer> order) {
        RoutingCase routed = new RoutingCase(
                order.stream().map(row -> rows[row]).toArray(float[][]::new),
                order.stream().map(row -> scores[row]).toArray(float[][]::new));
        for (int at = 0; at < order.size(); at++) {
            routed.batch.describe(at, 1, guidances.get(order.get(at)), 0, order.get(at), 0);
        }
        return routed.route(router);
    }

    private static void check(Router router, RoutingPlan plan, Guidance guidance, int row, String what) {
        float sum = 0;
        for (int rank = 0; rank < plan.count(row); rank++) {
            assertThat(guidance.permits(plan.chosen(row, rank))).as(what).isTrue();
            sum += plan.weight(row, rank);
            for (int before = 0; before < rank; before++) {
                assertThat(plan.chosen(row, before)).as(what).isNotEqualTo(plan.chosen(row, rank));
            }
        }
        assertThat(plan.count(row)).as(what).isBetween(0, router.fanOut());
        assertThat(plan.isRouted(row)).as(what).isEqualTo(plan.fate(row) == RowFate.ROUTED);
        if (plan.isRouted(row)) {
            assertThat(sum).as(what).isCloseTo(1f, within(1e-5f));
            inOrder(plan, row, what);
        }
        for (int rank = plan.count(row); rank < plan.fanOut(); rank++) {
            assertThat(plan.chosen(row, rank)).as(what).isEqualTo(RoutingPlan.NONE);
        }
    }

    private static void inOrder(RoutingPlan plan, int row, String what) {
        for (int rank = 1; rank < plan.count(row); rank++) {
            float better = plan.selection().get(row, plan.column(row, rank - 1));
            float worse = plan.selection().get(row, plan.column(row, rank));
            assertThat(better).as(what).isGreaterThanOrEqualTo(worse);
            if (better == worse) {
                assertThat(plan.chosen(row, rank - 1)).as(what).isLessThan(plan.chosen(row, rank));
            }
        }
    }

    private static void checkLoads(Router router, RoutingPlan plan, String what) {
        if (router.dependsOnBatch()) {
            int room = router.rules().capacity().of(ROWS, router.fanOut(), router.experts());
            int[] loads = new int[router.experts()];
            for (int row = 0; row < ROWS; row++) {
                for (int rank = 0; rank < plan.count(row); rank++) {
                    assertThat(++loads[plan.chosen(row, rank)]).as(what).isLessThanOrEqualTo(room);
                }
            }
        }
    }

    private static void equal(RoutingPlan plan, int row, RoutingPlan other, int otherRow, String what) {
        assertThat(RoutingCase.chosen(other, otherRow)).as(what).isEqualTo(RoutingCase.chosen(plan, row));
        assertThat(RoutingCase.weights(other, otherRow)).as(what).isEqualTo(RoutingCase.weights(plan, row));
        assertThat(other.fate(otherRow)).as(what).isEqualTo(plan.fate(row));
    }
}
