// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.statistics;

import java.util.ArrayList;
import java.util.List;

/// A point of a curve over all thresholds.
///
/// @param threshold from which score on a row counts as positive here
public record CurvePoint(double x, double y, double threshold) {
    /// The first and the last point and those between that lie furthest apart along the curve.
    static List<CurvePoint> thinned(List<CurvePoint> points, int pointsMax) {
        if (points.size() <= pointsMax) {
            return List.copyOf(points);
        }
        double length = 0;
        for (int i = 1; i < points.size(); i++) {
            length += points.get(i).from(points.get(i - 1));
        }
        double step = length / (pointsMax - 2);
        List<CurvePoint> kept = new ArrayList<>();
        kept.add(points.getFirst());
        double gone = 0;
        for (int i = 1; i < points.size() - 1; i++) {
            gone += points.get(i).from(points.get(i - 1));
            if (gone >= step) {
                kept.add(points.get(i));
                gone -= step;
            }
        }
        kept.add(points.getLast());
        return List.copyOf(kept);
    }

    private double from(CurvePoint other) {
        return StrictMath.hypot(x - other.x, y - other.y);
    }
}
