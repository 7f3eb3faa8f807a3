// SPDX-License-Identifier: Apache-2.0
package dev.witan.report.evaluation;

import dev.witan.training.evaluation.Cohort;
import dev.witan.training.evaluation.CohortColumn;
import dev.witan.training.evaluation.Coverage;
import dev.witan.training.evaluation.EvaluationFigures;
import dev.witan.training.evaluation.ExpertFigures;
import dev.witan.training.evaluation.LiftFigures;
import dev.witan.training.evaluation.Measure;
import dev.witan.training.evaluation.Measures;
import dev.witan.training.evaluation.PatternFigures;
import dev.witan.training.evaluation.RoutingFigures;
import dev.witan.training.evaluation.TaskFigures;
import dev.witan.training.statistics.Estimate;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An evaluation for programs: everything that the page has. A figure is an object of `value` and, where there
/// is an interval, `low` and `high`; what could not be measured is `null`.
public final class EvaluationJson {
    private EvaluationJson() {}

    /// All of it.
    ///
    /// @param lift what the mixture wins over others, task by task; empty if nothing was trained
    public static ObjectNode tree(EvaluationFigures figures, List<LiftFigures> lift) {
        ObjectNode tree = new JsonMapper()
                .createObjectNode()
                .put("mixture", figures.mixture())
                .put("release", figures.release())
                .put("digest", figures.digest())
                .put("table", figures.table())
                .put("rows", figures.rows())
                .put("rowsShed", figures.rowsShed())
                .put("rowsStoodIn", figures.rowsStoodIn())
                .put("confidence", figures.confidence());
        ArrayNode tasks = tree.putArray("tasks");
        for (TaskFigures task : figures.tasks()) {
            ObjectNode one = tasks.addObject();
            task(one, task);
            lift.stream()
                    .filter(it -> figures.tasks().size() == 1 || it.target().equals(task.target()))
                    .forEach(it -> lift(one.putObject("lift"), it));
        }
        routing(tree.putObject("routing"), figures.routing());
        ArrayNode coverage = tree.putArray("coverage");
        figures.coverage().forEach(column -> coverage(coverage.addObject(), column));
        return tree;
    }

    private static void task(ObjectNode node, TaskFigures task) {
        node.put("target", task.target()).put("kind", task.kind().name());
        measures(node.putObject("measures"), task.measures());
        number(node, "explained", task.explained());
        AnatomyJson.put(node.putObject("anatomy"), task.anatomy());
        ArrayNode experts = node.putArray("experts");
        for (ExpertFigures expert : task.experts()) {
            ObjectNode one = experts.addObject().put("expert", expert.expert());
            measures(one.putObject("answered"), expert.answered());
            expert.alone().ifPresent(alone -> measures(one.putObject("alone"), alone));
        }
        measures(node.putObject("onTheRowsOfExpertsAlone"), task.sampled());
        task.bestAlone().ifPresent(best -> node.put("bestAlone", best.expert()));
        ArrayNode patterns = node.putArray("patterns");
        for (PatternFigures pattern : task.patterns()) {
            ObjectNode one = patterns.addObject();
            strings(one.putArray("experts"), pattern.experts());
            measures(one.putObject("measures"), pattern.measures());
        }
        ArrayNode cohorts = node.putArray("cohorts");
        task.cohorts().forEach(column -> cohorts(cohorts.addObject(), column));
        task.labels().ifPresent(labels -> coverage(node.putObject("labels"), labels));
        task.routing().ifPresent(routing -> routing(node.putObject("routing"), routing));
    }

    private static void cohorts(ObjectNode node, CohortColumn column) {
        node.put("column", column.column()).put("reference", column.reference());
        number(node, "toldByFirstExpert", column.told());
        ArrayNode list = node.putArray("cohorts");
        for (Cohort cohort : column.cohorts()) {
            ObjectNode one = list.addObject().put("value", cohort.name());
            measures(one.putObject("measures"), cohort.measures());
            cohort.anatomy().ifPresent(anatomy -> AnatomyJson.put(one.putObject("anatomy"), anatomy));
            ObjectNode gaps = one.putObject("gaps");
            cohort.gaps()
                    .forEach((measure, gap) ->
                            estimate(gaps.putObject(measure.key()), gap).put("isMoreThanChance", gap.excludes(0)));
        }
    }

    static void measures(ObjectNode node, Measures measures) {
        node.put("rows", measures.rows());
        for (Map.Entry<Measure, Estimate> entry : measures.values().entrySet()) {
            estimate(node.putObject(entry.getKey().key()), entry.getValue());
        }
    }

    static ObjectNode estimate(ObjectNode node, Estimate estimate) {
        number(node, "value", estimate.value());
        if (estimate.hasInterval()) {
            node.put("low", estimate.low()).put("high", estimate.high());
        }
        return node;
    }

    /// JSON has no way to say that something is not a number.
    static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    static void strings(ArrayNode node, List<String> values) {
        values.forEach(node::add);
    }

    private static void routing(ObjectNode node, RoutingFigures routing) {
        number(node, "fanOut", routing.fanOut());
        number(node, "meanLoad", routing.meanLoad());
        number(node, "deviationByChance", routing.deviationByChance());
        number(node, "variation", routing.variation());
        number(node, "noiseFloor", routing.noiseFloor());
        number(node, "maxViolation", routing.maxViolation());
        number(node, "marginalEntropy", routing.marginalEntropy());
        number(node, "conditionalEntropy", routing.conditionalEntropy());
        number(node, "information", routing.information());
        node.put("patterns", routing.patterns());
        strings(node.putArray("dead"), routing.dead());
        ArrayNode loads = node.putArray("loads");
        for (RoutingFigures.Load load : routing.loads()) {
            ObjectNode one = loads.addObject()
                    .put("expert", load.expert())
                    .put("isGated", load.isGated())
                    .put("rows", load.rows())
                    .put("firsts", load.firsts())
                    .put("multiplyAdds", load.multiplyAdds());
            number(one, "weight", load.weight());
        }
    }

    private static void coverage(ObjectNode node, Coverage coverage) {
        node.put("column", coverage.column());
        strings(node.putArray("values"), coverage.values());
        ArrayNode all = node.putArray("rows");
        coverage.all().forEach(all::add);
        ArrayNode experts = node.putArray("experts");
        for (Coverage.Seen seen : coverage.experts()) {
            ObjectNode one = experts.addObject().put("expert", seen.expert());
            number(one, "distance", seen.distance());
            number(one, "distanceByChance", seen.byChance());
            ArrayNode rows = one.putArray("rows");
            seen.rows().forEach(rows::add);
        }
    }

    private static void lift(ObjectNode node, LiftFigures lift) {
        node.put("table", lift.table()).put("measure", lift.measure().key()).put("seconds", lift.seconds());
        strings(node.putArray("notes"), lift.notes());
        ArrayNode seeds = node.putArray("seeds");
        lift.seeds().forEach(seeds::add);
        ArrayNode networks = node.putArray("networks");
        for (LiftFigures.Contender contender : lift.contenders()) {
            ObjectNode one = networks.addObject().put("name", contender.name());
            number(one, "parameters", contender.parameters());
            estimate(one.putObject("mean"), contender.mean());
            number(one, "deviation", contender.deviation());
            estimate(one.putObject("mixtureIsBetterBy"), contender.behind());
            ArrayNode values = one.putArray("values");
            contender.values().forEach(values::add);
        }
    }
}
