// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/// Where rows stand in their table. Immutable: the arrays must not be changed.
public final class Places {
    private final long[] numbers;
    private final long[] lines;

    /// @param numbers of the rows, from 0
    /// @param lines where they start, from 1; 0 for a format without lines
    public Places(long[] numbers, long[] lines) {
        this.numbers = Objects.requireNonNull(numbers);
        this.lines = Objects.requireNonNull(lines);
        if (numbers.length != lines.length) {
            throw new IllegalArgumentException(
                    "rows must have as many lines as numbers, %d: %d".formatted(numbers.length, lines.length));
        }
    }

    /// Rows one after the other, in a format without lines.
    static Places from(long first, int rows) {
        long[] numbers = new long[rows];
        for (int i = 0; i < rows; i++) {
            numbers[i] = first + i;
        }
        return new Places(numbers, new long[rows]);
    }

    static Places join(List<Places> parts) {
        return new Places(
                parts.stream()
                        .flatMapToLong(part -> LongStream.of(part.numbers))
                        .toArray(),
                parts.stream().flatMapToLong(part -> LongStream.of(part.lines)).toArray());
    }

    int rows() {
        return numbers.length;
    }

    /// The number of a row in its table, from 0.
    public long number(int row) {
        return numbers[row];
    }

    /// The line where a row starts, from 1; 0 in a format without lines.
    public long line(int row) {
        return lines[row];
    }

    Places select(int[] rows) {
        long[] chosenNumbers = new long[rows.length];
        long[] chosenLines = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            chosenNumbers[i] = numbers[rows[i]];
            chosenLines[i] = lines[rows[i]];
        }
        return new Places(chosenNumbers, chosenLines);
    }
}
