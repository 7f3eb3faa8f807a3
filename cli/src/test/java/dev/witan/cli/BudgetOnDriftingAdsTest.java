// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.Admission;
import dev.witan.engine.Engine;
import dev.witan.engine.Limits;
import dev.witan.engine.Mixture;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.overlay.LiveState;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.Kernels;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.scaling.budget.Budget;
import dev.witan.scaling.budget.Spend;
import dev.witan.steering.BudgetControl;
import dev.witan.steering.OverlayControl;
import dev.witan.training.ads.AdsTraining;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BudgetOnDriftingAdsTest {
    private static final int ROWS = 60_000;
    private static final int REQUEST_ROWS = 100;
    private static final double[] COSTS = {1, 1, 1, 2, 2, 2, 4, 4};
    private static final Set<String> EVENING = Set.of("travel", "fashion", "games");

    private final AtomicLong now = new AtomicLong();

    /// Traffic of ads in which three verticals of eight come and go.
    private static Table drifting() {
        Table table = AdsTraining.test(3 * ROWS);
        var vertical = (TableColumn.Texts) table.require("vertical");
        SplittableRandom random = new SplittableRandom(11);
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; rows.size() < ROWS && row < table.rows(); row++) {
            double share = 0.5 + 0.45 * Math.sin(2 * Math.PI * rows.size() / (ROWS / 3.0));
            boolean isEvening = EVENING.contains(String.valueOf(vertical.value(row)));
            if (random.nextDouble() < (isEvening ? share : 1 - share)) {
                rows.add(row);
            }
        }
        return new Table(
                "drift",
                table.columns().stream().map(column -> picked(column, rows)).toList());
    }

    private static TableColumn picked(TableColumn column, List<Integer> rows) {
        return switch (column) {
            case TableColumn.Numbers numbers ->
                new TableColumn.Numbers(
                        column.name(),
                        rows.stream().mapToDouble(row -> numbers.value(row)).toArray());
            case TableColumn.Texts texts ->
                new TableColumn.Texts(
                        column.name(),
                        rows.stream().map(row -> texts.values().value(row)).toArray(String[]::new));
            case TableColumn.Dates _, TableColumn.Images _ ->
                throw new IllegalArgumentException("ads have numbers and texts only: " + column.name());
        };
    }

    @Test
    void spendMeetsTheBudgetsOfAMixtureAndOfATenantWithinTwoPercent() throws Exception {
        Budget budget = new Budget(3.4, Map.of("frugal", 3.0), Budget.RATE_USUAL);
        NanoClock clock = NanoClock.system();
        try (LoadedMixture loaded =
                new ReleaseLoader(Kernels.choose()).load(new MixtureRepository(Path.of("../mixtures")).find("ads"))) {
            Mixture mixture = loaded.mixture();
            BudgetControl control = new BudgetControl(mixture, COSTS, budget, now::get);
            OverlayControl overlay = new OverlayControl();
            try (Engine engine = new Engine(mixture, Limits.defaults(), control.observer(), clock)) {
                overlay.attach(engine);
                Table traffic = drifting();
                List<String> columns = mixture.encoder().columns().stream()
                        .map(ColumnSpec::name)
                        .toList();
                for (int from = 0; from + REQUEST_ROWS <= traffic.rows(); from += REQUEST_ROWS) {
                    String tenant = from / REQUEST_ROWS % 3 == 0 ? "frugal" : "anybody";
                    answer(engine, traffic.request(columns, from, REQUEST_ROWS), tenant, clock);
                    now.addAndGet(Duration.ofMillis(100).toNanos());
                    control.tick(overlay, engine);
                }
            }

            assertThat(perRow(control, LiveState.EVERYBODY)).isCloseTo(3.4, within(0.02 * 3.4));
            assertThat(perRow(control, "frugal")).isCloseTo(3.0, within(0.02 * 3.0));
            assertThat(control.isExhausted("frugal")).isFalse();
        }
    }

    private static void answer(Engine engine, InferenceRequest request, String tenant, NanoClock clock)
            throws Exception {
        RequestContext context = new RequestContext(
                "drift", "test", tenant, Set.of(), clock.nanos() + TimeUnit.SECONDS.toNanos(30), "", false);
        var admission = (Admission.Admitted) engine.submit(request, context);
        assertThat(admission.ticket().outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Answered.class);
    }

    private static double perRow(BudgetControl control, String tenant) {
        Spend spend = control.spent().getOrDefault(tenant, Spend.NONE);
        return spend.cost() / spend.rows();
    }
}
