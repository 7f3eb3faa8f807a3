// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.expert.Expert;
import dev.witan.engine.response.BinaryHead;
import dev.witan.model.config.BudgetConfig;
import dev.witan.model.config.CachesConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.ExpertTraits;
import dev.witan.model.config.LoadConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.Role;
import dev.witan.model.config.RoutingConfig;
import dev.witan.model.config.Site;
import dev.witan.steering.Controls;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Caches, load and budgets as they are configured, seen from outside the server.
class LiveLevelsTest {
    private static final String ROW =
            "{\"inputs\": [{\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [%d]}]}";
    private static final String EXPLAINED =
            ROW.substring(0, ROW.length() - 1) + ", \"parameters\": {\"explain\": true}}";

    private final Controls controls = Controls.withoutLogs();

    private TestServer server(UnaryOperator<MixtureSpec> settings, Expert... further) {
        BinaryHead head = new BinaryHead(List.of("skip", "click"));
        return new TestServer(controls, new HandMadeSource(head, List.of(further), settings));
    }

    private static String answer(TestServer server, String row, int age) {
        HttpResponse<String> answer = server.infer(row.formatted(age));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String data(String answer) {
        return answer.substring(answer.indexOf("\"outputs\""));
    }

    /// Has the controls look until it is so.
    private void tickUntil(BooleanSupplier isSo) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("half a minute").isNegative();
            controls.tick();
        }
    }

    private static String scrape(TestServer server) {
        return new String(server.telemetry.scrape(), UTF_8);
    }

    @Test
    void rowsThatComeAgainAreRememberedWithTheirBits() {
        CachesConfig caches = new CachesConfig(
                new CachesConfig.Routing(1 << 20, false),
                new CachesConfig.Answers(1 << 20, Duration.ofHours(1)),
                new CachesConfig.Experts(1 << 20));
        try (TestServer plain = server(spec -> spec);
                TestServer server = server(spec -> spec.withCaches(caches))) {
            String expected = data(answer(plain, ROW, 40));
            for (int i = 0; i < 3; i++) {
                assertThat(data(answer(server, ROW, 40))).isEqualTo(expected);
            }
            server.awaitMetric("witan_cache_hits_total{cache=\"answers\",mixture=\"ads\"} 2.0");
            server.awaitMetric("witan_cache_misses_total{cache=\"routing\",mixture=\"ads\"} 1.0");
            answer(server, EXPLAINED, 40);
            server.awaitMetric("witan_cache_hits_total{cache=\"routing\",mixture=\"ads\"} 1.0");
            server.awaitMetric("witan_cache_hits_total{cache=\"experts\",mixture=\"ads\"} 2.0");
            assertThat(data(answer(server, ROW, 41))).isNotEqualTo(expected);
        }
    }

    @Test
    void whatRowsCostRaisesThePriceUntilADecisionTellsIt() {
        BudgetConfig budget = new BudgetConfig(1.5, Map.of("acme", 2.0), 0.5);
        try (TestServer server = server(spec -> spec.withExperts(List.of(
                        costing(1, spec.experts().get(0)),
                        costing(2, spec.experts().get(1))))
                .withRouting(RoutingConfig.builder(1).budget(budget).build()))) {
            assertThat(answer(server, EXPLAINED, 40)).doesNotContain("live load");
            for (int i = 0; i < 3; i++) {
                answer(server, ROW, i);
            }
            tickUntil(
                    () -> server.host.control("ads").overlay().state().prices().getOrDefault("*", 0f) > 0);
            assertThat(scrape(server))
                    .contains(
                            "witan_budget_rows_total{mixture=\"ads\",tenant=\"*\"} 4.0",
                            "witan_budget_cost_total{mixture=\"ads\",tenant=\"*\"} 12.0",
                            "witan_budget_rows_total{mixture=\"ads\",tenant=\"acme\"} 0.0",
                            "witan_budget_price{mixture=\"ads\",tenant=\"acme\"} 0.0",
                            "witan_budget_exhausted{mixture=\"ads\",tenant=\"*\"} 0.0",
                            // half of 4 rows of 256, that cost twice the budget
                            "witan_budget_price{mixture=\"ads\",tenant=\"*\"} 0.0078125");
            assertThat(answer(server, EXPLAINED, 40)).contains("live load");
            server.host.unload("ads");
            assertThat(scrape(server)).doesNotContain("witan_budget_price{");
        }
    }

    @Test
    void anExpertThatAnswersNobodyIsBusyBeforeItHasAnswered() throws InterruptedException {
        HeldExpert held = new HeldExpert(12, false);
        LoadConfig load = new LoadConfig(1, Duration.ofMillis(100));
        try (TestServer server = server(
                spec -> spec.withRouting(RoutingConfig.builder(1).load(load).build()), held)) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> answer(server, EXPLAINED, 40));
            held.awaitSubmitted();
            tickUntil(() -> bias(server).getOrDefault("held", 0f) < 0);
            assertThat(asked).isNotDone();
            held.release();
            assertThat(asked.join()).contains("held");
            assertThat(answer(server, EXPLAINED, 41)).contains("live load");
            tickUntil(() -> bias(server).isEmpty());
        }
    }

    private static ExpertConfig costing(double cost, ExpertConfig expert) {
        ExpertTraits traits = new ExpertTraits(cost, 0, Site.ANY, List.of(), List.of(), Role.SCORED, "");
        ExpertConfig.Ffn ffn = (ExpertConfig.Ffn) expert;
        return new ExpertConfig.Ffn(ffn.id(), traits, ffn.hidden(), ffn.activation(), ffn.form(), ffn.normalise());
    }

    private static Map<String, Float> bias(TestServer server) {
        return server.host.control("ads").overlay().state().loadBias();
    }
}
