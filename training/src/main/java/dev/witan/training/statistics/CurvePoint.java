// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A point of a curve over all thresholds.
///
/// @param threshold from which score on a row counts as positive here
public record CurvePoint(double x, double y, double threshold) {
    /// The first and the last point and those between that lie furthest apart along the curve. None but these are
    /// kept in memory.
    ///
    /// @param walk hands over all points from the first to the last, the same each time
    static List<CurvePoint> thinned(Consumer<Consumer<CurvePoint>> walk, int pointsMax) {
        Length length = new Length();
        walk.accept(length);
        Thinning thinning = new Thinning(length.points, pointsMax, length.sum / (pointsMax - 2));
        walk.accept(thinning);
        return List.copyOf(thinning.kept);
    }

    /// How many points a curve has, and how long it is.
    private static final class Length implements Consumer<CurvePoint> {
        private int points;
        private double sum;
        private CurvePoint last = new CurvePoint(0, 0, 0);

        @Override
        public void accept(CurvePoint point) {
            sum += points == 0 ? 0 : point.from(last);
            last = point;
            points++;
        }
    }

    private static final class Thinning implements Consumer<CurvePoint> {
        private final List<CurvePoint> kept = new ArrayList<>();
        private final int points;
        private final int pointsMax;
        private final double step;
        private int at;
        private double gone;
        private CurvePoint last = new CurvePoint(0, 0, 0);

        Thinning(int points, int pointsMax, double step) {
            this.points = points;
            this.pointsMax = pointsMax;
            this.step = step;
        }

        @Override
        public void accept(CurvePoint point) {
            boolean isEnd = at == 0 || at == points - 1;
            gone += isEnd ? 0 : point.from(last);
            if (isEnd || points <= pointsMax) {
                kept.add(point);
            } else if (gone >= step) {
                kept.add(point);
                gone -= step;
            }
            last = point;
            at++;
        }
    }

    private double from(CurvePoint other) {
        return StrictMath.hypot(x - other.x, y - other.y);
    }
}
