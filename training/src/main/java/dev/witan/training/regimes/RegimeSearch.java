// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.regimes;

import dev.witan.training.network.SeededNumbers;
import dev.witan.training.step.Crew;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Looks for regimes: parts of the rows in each of which the label depends on the inputs in a way of its own. A gate
/// that learns together with its experts rarely finds them, since experts that are random at first divide the rows by
/// whatever their first steps make of them.
///
/// Some guesses come from cells: rows with the same value of a column, or of two, joined to as many groups as there are
/// experts ([CellGroups]). Others are random gates, for regimes that no column tells. From each guess a [LinearMixture]
/// is learned, the worse half of them given up early; the one under which rows are likeliest that it has not seen is
/// the result.
final class RegimeSearch {
    private static final int SINGLES = 2;
    private static final int PAIRS = 3;
    private static final int RANDOM = 4;
    private static final int PARTNERS_MAX = 8;

    /// Multiplications that one guess may take, or so.
    private static final double WORK = 2e8;

    private static final int CELLS_MIN = 12;
    private static final int CELLS_MAX = 80;
    private static final int ROUNDS_FIRST = 5;
    private static final int ROUNDS_MORE = 10;
    private static final int KEPT = 4;
    private static final double CERTAINTY = 0.9;
    private static final double RANDOM_SCALE = 3;

    /// Less is not worth a start of its own: experts that learn from the start together do as well.
    private static final double GAIN_MIN = 0.1;

    private static final double GAIN_MIN_EARLY = 0.02;
    private static final double DEVIATIONS_MIN = 4;

    private final RegimeRows rows;
    private final int experts;
    private final Crew crew;
    private final SeededNumbers random;

    private final LinearMixture alone;
    private final Cholesky curvature;
    private final double[] before;
    private final List<Guess> columns;

    private record Guess(RegimeRows.Cells cells, CellGroups.Grouping grouping) {}

    /// Regimes that are there.
    ///
    /// @param gate over them, by expert and input
    /// @param likelihood mean logarithm of that of rows that were not learned from
    @SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
    record Found(double[][] gate, double likelihood) {}

    /// Rows by the value of one column.
    ///
    /// @param column as the encoder counts them
    /// @param groupOf by row, of as many groups as there are experts
    @SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
    record ByColumn(int column, int[] groupOf) {}

    RegimeSearch(RegimeRows rows, int experts, Crew crew, SeededNumbers random) {
        this.rows = rows;
        this.experts = experts;
        this.crew = crew;
        this.random = random;
        this.curvature = LinearMixture.gateCurvature(rows);
        this.alone = new LinearMixture(rows, 1, curvature);
        learn(List.of(alone), ROUNDS_FIRST + ROUNDS_MORE);
        this.before = alone.losses();
        this.columns = new ArrayList<>();
    }

    /// None where linear experts behind a gate do hardly better than one, on rows that they were not learned from.
    Optional<Found> find() {
        List<LinearMixture> promising = likeliest(learn(starts(), ROUNDS_FIRST));
        double[] early = promising.getFirst().losses();
        if (mean(before) - mean(early) < GAIN_MIN_EARLY * mean(before)) {
            return Optional.empty();
        }
        return found(likeliest(learn(promising, ROUNDS_MORE)).getFirst());
    }

    /// The column whose values alone gain most; none before [#find], or without columns.
    Optional<ByColumn> column() {
        return columns.stream()
                .findFirst()
                .map(guess ->
                        new ByColumn(guess.cells().column(), guess.grouping().groupOf()));
    }

    /// The same as [#find] from one guess alone.
    Optional<Found> from(int[] groupOf) {
        LinearMixture mixture = new LinearMixture(rows, experts, curvature);
        mixture.startRows(groupOf, CERTAINTY);
        return found(learn(List.of(mixture), ROUNDS_FIRST + ROUNDS_MORE).getFirst());
    }

    private Optional<Found> found(LinearMixture mixture) {
        return isWorthIt(before, mixture.losses())
                ? Optional.of(new Found(mixture.gate(), mixture.likelihood()))
                : Optional.empty();
    }

    private List<LinearMixture> starts() {
        List<LinearMixture> starts = new ArrayList<>();
        for (Guess guess : guesses(new CellGroups(rows, alone))) {
            LinearMixture mixture = new LinearMixture(rows, experts, curvature);
            mixture.startRows(guess.grouping().groupOf(), CERTAINTY);
            starts.add(mixture);
        }
        for (int i = 0; i < RANDOM; i++) {
            LinearMixture mixture = new LinearMixture(rows, experts, curvature);
            mixture.startGate(randomGate());
            starts.add(mixture);
        }
        return starts;
    }

    /// The columns that gain most alone, and the pairs of columns that gain most of those with one of the former. Both,
    /// since a pair gains more for being cut finer, whether or not its second column has to do with regimes.
    private List<Guess> guesses(CellGroups groups) {
        Guess[] single = new Guess[rows.columns().size()];
        crew.run(single.length, i -> single[i] = guess(groups, rows.columns().get(i)));
        columns.addAll(best(List.of(single), PARTNERS_MAX));
        List<Guess> partners = List.copyOf(columns);
        List<RegimeRows.Cells> crossed = crossed(partners);
        Guess[] pairs = new Guess[crossed.size()];
        crew.run(pairs.length, i -> pairs[i] = guess(groups, crossed.get(i)));
        List<Guess> guesses = new ArrayList<>(best(partners, SINGLES));
        guesses.addAll(best(List.of(pairs), PAIRS));
        return guesses;
    }

    private static List<RegimeRows.Cells> crossed(List<Guess> partners) {
        List<RegimeRows.Cells> crossed = new ArrayList<>();
        for (int i = 0; i < Math.min(SINGLES, partners.size()); i++) {
            for (int j = i + 1; j < partners.size(); j++) {
                RegimeRows.Cells one = partners.get(i).cells();
                RegimeRows.Cells other = partners.get(j).cells();
                if (one.count() * other.count() <= CELLS_MAX) {
                    crossed.add(one.times(other));
                }
            }
        }
        return crossed;
    }

    private Guess guess(CellGroups groups, RegimeRows.Cells cells) {
        RegimeRows.Cells few = cells.atMost(cellsMax());
        return new Guess(few, groups.join(few, experts));
    }

    /// Any two cells are tried as one, and each trial solves equations for every output.
    private int cellsMax() {
        double inputs = rows.inputs()[0].length;
        double trial = rows.outputs() * inputs * inputs * inputs / 3;
        return (int) Math.clamp(Math.sqrt(2 * WORK / trial), CELLS_MIN, CELLS_MAX);
    }

    private static List<Guess> best(List<Guess> guesses, int count) {
        return guesses.stream()
                .sorted(Comparator.comparingDouble(guess -> -guess.grouping().gain()))
                .limit(count)
                .toList();
    }

    private double[][] randomGate() {
        double[][] gate = new double[experts][rows.gateInputs()[0].length];
        double scale = RANDOM_SCALE / Math.sqrt(gate[0].length);
        for (double[] weights : gate) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = scale * random.normal();
            }
        }
        return gate;
    }

    private List<LinearMixture> learn(List<LinearMixture> mixtures, int rounds) {
        crew.run(mixtures.size(), i -> {
            for (int round = 0; round < rounds; round++) {
                mixtures.get(i).learn();
            }
        });
        return mixtures;
    }

    private static List<LinearMixture> likeliest(List<LinearMixture> mixtures) {
        double[] likelihoods =
                mixtures.stream().mapToDouble(LinearMixture::likelihood).toArray();
        return IntStream.range(0, likelihoods.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -likelihoods[i]))
                .limit(KEPT)
                .map(mixtures::get)
                .toList();
    }

    private static double mean(double[] losses) {
        return Arrays.stream(losses).sum() / losses.length;
    }

    /// Whether so much less is lost, and by many times what the difference would vary by chance.
    private static boolean isWorthIt(double[] before, double[] now) {
        double gain = mean(before) - mean(now);
        double squares = 0;
        for (int i = 0; i < now.length; i++) {
            double distance = before[i] - now[i] - gain;
            squares += distance * distance;
        }
        return gain > GAIN_MIN * mean(before) && gain > DEVIATIONS_MIN * Math.sqrt(squares) / now.length;
    }
}
