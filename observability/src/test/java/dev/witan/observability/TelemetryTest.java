// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.Admission;
import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;
import dev.witan.engine.Limits;
import dev.witan.engine.Mixture;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    private final Telemetry telemetry =
            new Telemetry("0.1.0", Kernels.available().getFirst());

    @Test
    void everySeriesIsThereAtZeroBeforeTheFirstRequest() {
        try (Arena arena = Arena.ofShared()) {
            telemetry.observer(SmallMixture.in(arena));
        }

        assertThat(lines())
                .contains(
                        "witan_requests_total{mixture=\"small\",outcome=\"answered\"} 0.0",
                        "witan_requests_total{mixture=\"small\",outcome=\"deadline_exceeded\"} 0.0",
                        "witan_request_duration_seconds_count{mixture=\"small\"} 0",
                        "witan_request_duration_seconds_bucket{mixture=\"small\",le=\"5.0E-5\"} 0",
                        "witan_expert_duration_seconds_count{expert=\"right\",mixture=\"small\"} 0",
                        "witan_expert_rows_total{expert=\"left\",mixture=\"small\"} 0.0",
                        "witan_expert_failures_total{code=\"expert_failed\",expert=\"left\",mixture=\"small\"} 0.0",
                        "witan_batch_rows_count{mixture=\"small\"} 0",
                        "witan_rejected_total{code=\"queue_full\"} 0.0",
                        "witan_release_info{digest=\"sha256:0\",mixture=\"small\",release=\"7\"} 1");
    }

    @Test
    void everyDeclaredMetricIsPrintedWithItsMeaning() {
        try (Arena arena = Arena.ofShared()) {
            telemetry.observer(SmallMixture.in(arena));
            telemetry.watchCaches("small", () -> List.of(new CacheReading("routing", 0, 0, 0, 0, 0, 0)));
            telemetry.watchBudgets("small", () -> List.of(new BudgetReading("*", 0, 0, 0, false)));
        }
        telemetry.remotes().of("small", "distant");
        telemetry.chats().called("small", "talker");
        telemetry.chats().failed("small", "talker", "refused");
        telemetry.chats().began("small", "talker", 1);
        telemetry.chats().took("small", "talker", 1, 1);
        String scrape = scrape();

        assertThat(MetricCatalog.all())
                .allSatisfy(metric -> assertThat(scrape)
                        .contains("# HELP " + metric.name() + " " + metric.meaning() + "\n", "\n" + metric.name()));
    }

    @Test
    void budgetsAreToldByTenantAndOfTwoReleasesTheNewerOnes() {
        Supplier<List<BudgetReading>> old = () -> List.of(new BudgetReading("*", 9, 9, 9, false));
        Supplier<List<BudgetReading>> next = () ->
                List.of(new BudgetReading("*", 0, 10, 42.5, false), new BudgetReading("frugal", 1.25, 4, 12, true));
        telemetry.watchBudgets("small", old);
        telemetry.watchBudgets("small", next);
        assertThat(lines())
                .contains(
                        "witan_budget_price{mixture=\"small\",tenant=\"*\"} 0.0",
                        "witan_budget_price{mixture=\"small\",tenant=\"frugal\"} 1.25",
                        "witan_budget_rows_total{mixture=\"small\",tenant=\"*\"} 10.0",
                        "witan_budget_cost_total{mixture=\"small\",tenant=\"*\"} 42.5",
                        "witan_budget_exhausted{mixture=\"small\",tenant=\"*\"} 0.0",
                        "witan_budget_exhausted{mixture=\"small\",tenant=\"frugal\"} 1.0");
        telemetry.forgetBudgets("small", next);
        assertThat(lines()).contains("witan_budget_price{mixture=\"small\",tenant=\"*\"} 9.0");
        telemetry.forgetBudgets("small", old);
        assertThat(scrape()).doesNotContain("witan_budget_price{");
    }

    @Test
    void rowsThatExpertsHadNoRoomForAreCountedByWhatTheyDid() {
        try (Arena arena = Arena.ofShared()) {
            EngineObserver observer = telemetry.observer(SmallMixture.in(arena));
            observer.overCapacity(3, 2);
            observer.failed(ErrorCode.UNAVAILABLE, 1);
        }
        assertThat(lines())
                .contains(
                        "witan_over_capacity_total{mixture=\"small\",outcome=\"overflowed\"} 3.0",
                        "witan_over_capacity_total{mixture=\"small\",outcome=\"shed\"} 2.0",
                        "witan_requests_total{mixture=\"small\",outcome=\"unavailable\"} 1.0",
                        "witan_requests_total{mixture=\"small\",outcome=\"internal\"} 0.0");
    }

    @Test
    void theCallsOfAnExpertOverTheNetworkAreCountedUntilItsMixtureIsForgotten() {
        try (Arena arena = Arena.ofShared()) {
            Mixture mixture = SmallMixture.in(arena);
            telemetry.observer(mixture);
            RemoteInstruments.Series series = telemetry.remotes().of(mixture.name(), "distant");
            series.answered(100, 50, 2_000_000);
            series.answeredCold(10, 5, 300_000_000);
            series.failed("unavailable", 1, 0);
            series.warmedCold();
            series.fell();

            String labels = "{expert=\"distant\",mixture=\"%s\"".formatted(mixture.name());
            assertThat(lines())
                    .contains(
                            "witan_remote_calls_total" + labels + ",outcome=\"answered\"} 2.0",
                            "witan_remote_calls_total" + labels + ",outcome=\"unavailable\"} 1.0",
                            "witan_remote_call_duration_seconds_count" + labels + "} 1",
                            "witan_function_cold_call_duration_seconds_count" + labels + "} 1",
                            "witan_remote_sent_bytes_total" + labels + "} 111.0",
                            "witan_remote_received_bytes_total" + labels + "} 55.0",
                            "witan_function_warm_ups_total" + labels + ",start=\"cold\"} 1.0",
                            "witan_remote_up" + labels + "} 0.0");

            telemetry.forget(mixture);
            assertThat(scrape()).doesNotContain("distant");
        }
    }

    @Test
    void anAnsweredRequestIsCountedAtEveryStage() {
        try (Arena arena = Arena.ofShared()) {
            Mixture mixture = SmallMixture.in(arena);
            try (Engine engine =
                    new Engine(mixture, Limits.defaults(), telemetry.observer(mixture), NanoClock.system())) {
                telemetry.watch(engine);
                answer(engine, 2, -1, 1);
                engine.drain(Duration.ofSeconds(10));
            }
        }

        assertThat(lines())
                .contains(
                        "witan_requests_total{mixture=\"small\",outcome=\"answered\"} 1.0",
                        "witan_request_duration_seconds_count{mixture=\"small\"} 1",
                        "witan_gate_duration_seconds_count{mixture=\"small\"} 1",
                        "witan_combine_duration_seconds_count{mixture=\"small\"} 1",
                        "witan_expert_rows_total{expert=\"left\",mixture=\"small\"} 1.0",
                        "witan_expert_rows_total{expert=\"right\",mixture=\"small\"} 2.0",
                        "witan_batch_rows_sum{mixture=\"small\"} 3.0",
                        "witan_batch_requests_sum{mixture=\"small\"} 1.0",
                        "witan_queue_depth{mixture=\"small\"} 0.0");
    }

    @Test
    void failuresAreCountedByTheirCodeAndAnUnexpectedCodeAsInternal() {
        try (Arena arena = Arena.ofShared()) {
            EngineObserver observer = telemetry.observer(SmallMixture.in(arena));
            observer.failed(ErrorCode.DEADLINE_EXCEEDED, 1_000);
            observer.failed(ErrorCode.CORRUPT_FILE, 1_000);
            observer.rejected(ErrorCode.QUEUE_FULL);
            observer.expertFailed("left", 5, ErrorCode.EXPERT_FAILED);
            observer.laneBroke(new IllegalStateException("planted"));
        }
        telemetry.refused(ErrorCode.INVALID_INPUT);

        assertThat(lines())
                .contains(
                        "witan_requests_total{mixture=\"small\",outcome=\"deadline_exceeded\"} 1.0",
                        "witan_requests_total{mixture=\"small\",outcome=\"internal\"} 1.0",
                        "witan_rejected_total{code=\"queue_full\"} 1.0",
                        "witan_rejected_total{code=\"invalid_input\"} 1.0",
                        "witan_expert_rows_total{expert=\"left\",mixture=\"small\"} 5.0",
                        "witan_lane_breaks_total{mixture=\"small\"} 1.0");
    }

    @Test
    void aHandOverKeepsTheSeriesAndTheLastEngineEndsThem() {
        try (Arena arena = Arena.ofShared()) {
            Mixture before = SmallMixture.in(arena);
            Mixture after = SmallMixture.in(arena);
            EngineObserver first = telemetry.observer(before);
            EngineObserver second = telemetry.observer(after);
            first.failed(ErrorCode.CANCELLED, 1);
            second.failed(ErrorCode.CANCELLED, 1);
            telemetry.forget(before);
            assertThat(lines())
                    .contains(
                            "witan_requests_total{mixture=\"small\",outcome=\"cancelled\"} 2.0",
                            "witan_release_info{digest=\"sha256:0\",mixture=\"small\",release=\"7\"} 1",
                            "witan_queue_depth{mixture=\"small\"} 0.0");

            telemetry.forget(after);
        }
        assertThat(scrape()).doesNotContain("\"small\"");
    }

    @Test
    void whatNoObserverWasHandedOutForCanBeForgotten() {
        try (Arena arena = Arena.ofShared()) {
            telemetry.forget(SmallMixture.in(arena));
        }
        assertThat(scrape()).doesNotContain("\"small\"");
    }

    private static void answer(Engine engine, double... values) {
        InferenceRequest request = new InferenceRequest(List.of(new Column.Numbers("x", values)));
        RequestContext context = RequestContext.local(
                "r", System.nanoTime() + Duration.ofSeconds(10).toNanos());
        switch (engine.submit(request, context)) {
            case Admission.Admitted(var ticket) -> ticket.outcome().join();
            case Admission.Rejected rejected -> throw new AssertionError(rejected);
        }
    }

    private List<String> lines() {
        return scrape().lines().toList();
    }

    private String scrape() {
        return new String(telemetry.scrape(), UTF_8);
    }
}
