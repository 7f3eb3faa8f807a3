// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EvaluationPageTest {
    private static final String HOSTILE = "</title><script>alert('x')</script>\" onload=\"y<!--";

    private static String page(String name) {
        return EvaluationPage.html(MadeFigures.binary(name), List.of(MadeFigures.lift(name)));
    }

    @Test
    void namesFromTheDataStayText() {
        String page = page(HOSTILE);
        assertThat(page).doesNotContain("<script", "<!--", "\" onload");
        assertThat(page).contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        String page = page("plain").replace("http://www.w3.org/2000/svg", "");
        assertThat(page).doesNotContain("http:", "https:", "src=", "url(", "@import", "<script");
        assertThat(page).contains("default-src &#39;none&#39;");
    }

    private static Stream<Arguments> pages() {
        return Stream.of(
                Arguments.of(page(HOSTILE), 14),
                Arguments.of(EvaluationPage.html(MadeFigures.labels(HOSTILE), List.of()), 12),
                Arguments.of(EvaluationPage.html(MadeFigures.quantiles(HOSTILE), List.of()), 11),
                Arguments.of(EvaluationPage.html(MadeFigures.tasks(HOSTILE), List.of()), 21));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPlotIsWellFormedAndHasATitleAndATable(String page, int expected) throws Exception {
        assertThat(page).doesNotContain("<script", "<!--");
        Matcher plots = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page);
        int count = 0;
        while (plots.find()) {
            Element svg = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(plots.group())))
                    .getDocumentElement();
            assertThat(svg.getAttribute("role")).isEqualTo("img");
            assertThat(svg.getAttribute("aria-label")).isNotEmpty();
            assertThat(plots.group()).doesNotContain("NaN");
            count++;
        }
        assertThat(count).isEqualTo(expected);
        assertThat(page.split("<details>", -1)).hasSize(count + 1);
    }

    /// The first task takes all from the first expert, as the second does.
    @Test
    void everyTaskHasASectionAndTheWeightOfEachExpert() {
        String page = EvaluationPage.html(MadeFigures.tasks("income"), List.of());
        assertThat(page.replaceAll("(?s)<style>.*</style>", "")
                        .replaceAll("(?s).*?<h2 id=\"part-\\d+\">(.*?)</h2>", "$1|"))
                .startsWith(
                        "Answers of income|Answers of price|Tasks and experts|Experts|Cohorts by sex of income|Cohorts by sex of price|");
        assertThat(page)
                .contains("<title>income, income: weight 100.0 % on average, of 100.0 % of the rows</title>")
                .contains("<title>price, other: weight 0.0 % on average, of 0.0 % of the rows</title>");
    }

    @Test
    void levelsAreToldToPromiseTooMuchOrTooLittle() {
        String page = EvaluationPage.html(MadeFigures.quantiles("price"), List.of());
        assertThat(page).contains("Calibration of the levels", "Coverage by width", "within chance", "below 0.25");
        JsonNode anatomy = new JsonMapper()
                .readTree(EvaluationJson.tree(MadeFigures.quantiles("price"), List.of())
                        .toString())
                .path("tasks")
                .path(0)
                .path("anatomy");
        assertThat(anatomy.path("levels").path(1).path("coverage").path("value").asDouble())
                .isEqualTo(0.875);
        assertThat(anatomy.path("intervals").path(0).path("promised").asDouble())
                .isEqualTo(0.5);
    }

    @Test
    void sectionsComeInTheOrderOfTheContents() {
        assertThat(page("plain")
                        .replaceAll("(?s)<style>.*</style>", "")
                        .replaceAll("(?s).*?<h2 id=\"part-\\d\">(.*?)</h2>", "$1|"))
                .startsWith("Lift|Answers|Experts|Cohorts by plain|What each expert sees|");
    }

    @Test
    void programsGetEverythingAsJson() {
        JsonNode tree = new JsonMapper()
                .readTree(EvaluationJson.tree(MadeFigures.binary(HOSTILE), List.of(MadeFigures.lift("l")))
                        .toString());
        JsonNode task = tree.path("tasks").path(0);
        assertThat(task.path("target").asString()).isEqualTo(HOSTILE);
        assertThat(task.path("measures").path("auc").path("low").asDouble()).isEqualTo(0.7);
        assertThat(task.path("experts")
                        .path(1)
                        .path("answered")
                        .path("auc")
                        .path("value")
                        .isNull())
                .isTrue();
        assertThat(task.path("cohorts")
                        .path(0)
                        .path("cohorts")
                        .path(1)
                        .path("gaps")
                        .path("auc")
                        .path("isMoreThanChance")
                        .asBoolean())
                .isTrue();
        assertThat(task.path("anatomy").path("confusion").path(0).path(0).asInt())
                .isEqualTo(3);
        assertThat(tree.path("routing").path("dead").path(0).asString()).isEqualTo("other");
        assertThat(task.path("lift")
                        .path("networks")
                        .path(1)
                        .path("mixtureIsBetterBy")
                        .path("value")
                        .asDouble())
                .isEqualTo(0.1);
        assertThat(tree.path("coverage")
                        .path(0)
                        .path("experts")
                        .path(1)
                        .path("distance")
                        .isNull())
                .isTrue();
    }
}
