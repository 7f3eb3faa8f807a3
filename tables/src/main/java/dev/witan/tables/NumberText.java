// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

/// Numbers as tables spell them: how to read one, and how to write it back.
public final class NumberText {
    private static final double WHOLE_MAX = 1e15;
    private static final int LENGTH_MAX = 64;

    private NumberText() {}

    /// The finite number that `text` spells, or `NaN`. Digits, one point, an exponent and a sign: what Java reads
    /// beyond that (`1d`, `0x1p3`, `Infinity`) is no number in a table.
    public static double parse(String text) {
        if (text.isEmpty() || text.length() > LENGTH_MAX || !isPlain(text)) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? value : Double.NaN;
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean belongs = (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
            if (!belongs) {
                return false;
            }
        }
        return true;
    }

    /// A number in the one spelling of [#of]; anything else as it is.
    public static String respell(String text) {
        double value = parse(text);
        return Double.isNaN(value) ? text : of(value);
    }

    /// 3 rather than 3.0, as the encoder of categories spells numbers too.
    public static String of(double value) {
        return value == Math.rint(value) && Math.abs(value) < WHOLE_MAX
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
