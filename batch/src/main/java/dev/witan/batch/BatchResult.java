// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import java.time.Duration;
import java.util.Objects;

/// What a run has come to.
///
/// @param rows of the input, all of them
/// @param rowsBefore how many of them an earlier run had dealt with
/// @param skipped how many have no answer
/// @param badRows where those are told; empty if nowhere
/// @param elapsed how long this run took
public record BatchResult(long rows, long rowsBefore, long skipped, String badRows, Duration elapsed) {
    public BatchResult {
        Objects.requireNonNull(badRows);
        Objects.requireNonNull(elapsed);
    }
}
