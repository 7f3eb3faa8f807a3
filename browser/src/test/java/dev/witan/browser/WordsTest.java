// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import static dev.witan.browser.DecisionPageTest.plain;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The sentences about a decision. Experts stand in the order of selection, each as `id:score:bias:weight:fate`; a
/// weight makes it a chosen one.
class WordsTest extends BrowserTest {
    private static final String PERCENT = "async (share) => (await import('/console/app/numbers.js')).percent(share)";

    private static final String SUMMARY = """
            async (text) => {
                const { plain, standings, summary } = await import("/console/app/words.js");
                const experts = text.split(" ").map((expert) => {
                    const [id, score, bias, weight, fate] = expert.split(":");
                    return { expert: id, score: Number(score), selection_score: bias === "out" ? null : Number(score) + Number(bias),
                        weight: Number(weight), fate: fate || "answered", reason: "ranked", isChosen: weight !== "" };
                });
                const { who, why } = summary(standings({
                    chosen: experts.filter((expert) => expert.isChosen),
                    passed_over: experts.filter((expert) => !expert.isChosen),
                }));
                return plain(who) + " / " + plain(why);
            }""";

    private Visit visit;

    @BeforeAll
    void openPage() {
        visit = visit();
        open(visit, "/#ads");
    }

    @AfterAll
    void closePage() {
        if (visit != null) {
            visit.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a:3:0:0.83 b:2:0:0.17 c:1:0: | a and b answered; a carried 83 %. / The gate scored a highest for this input. c came third; only the best two answer.
            a:1:2:0.27 b:2:0:0.73 c:1:0: | a and b answered; b carried 73 %. / The gate scored b highest for this input. c came third; only the best two answer.
            a:3:0:0.9 b:1:2:0.1 c:2:0:   | a and b answered; a carried 90 %. / The gate scored a highest for this input. It scored c above b, but the bias that keeps the experts evenly busy put b ahead.
            a:2:2:0.6 b:1:2:0.4 c:3:0:   | a and b answered; a carried 60 %. / The gate scored c highest for this input, but the bias that keeps the experts evenly busy ranked it third.
            a:3:0:1 b:2:0:               | a answered alone. / The gate scored a highest for this input. b came second; only the best one answers.
            a:3:0:0.6 b:2:0:0.3 c:1:0:0.1 | a, b and c answered; a carried 60 %. / The gate scored a highest for this input.
            a:3:out: b:2:0:0.7 c:1:0:0.3 | b and c answered; b carried 70 %. / The gate scored a highest for this input, but it was passed over: ranked.
            a:3:0:0.7 b:2:out: c:1:0:0.3 | a and c answered; a carried 70 %. / The gate scored a highest for this input. It scored b above c, but passed it over: ranked.
            a:3:0:0.8:failed b:2:0:0.2 c:1:0: | b answered alone. a did not answer, so the others' shares were raised. / The gate scored a highest for this input. c came third; only the best two answer.
            a:3:0:0.8:failed b:2:0:0.2:failed c:1:0: | No expert answered. a and b did not answer. / ''
            """)
    void tellWhoAnsweredAndWhy(String experts, String expected) {
        assertThat(plain((String) visit.page().evaluate(SUMMARY, experts)))
                .isEqualTo(expected.replace("''", "").strip());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 %",
        "0.0001, < 0.1 %",
        "0.0123, 1.2 %",
        "0.5, 50 %",
        "0.984, 98 %",
        "0.9876, 98.8 %",
        "0.9999, > 99.9 %",
        "1, 100 %"
    })
    void tellShares(double share, String expected) {
        assertThat(plain((String) visit.page().evaluate(PERCENT, share))).isEqualTo(expected);
    }
}
