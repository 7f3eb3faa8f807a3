// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import java.time.Duration;
import java.util.Objects;

/// What a run has come to.
///
/// @param hadEnded whether an earlier run had answered everything, so that this one had nothing to do but to say so
/// @param rows of the input, all of them; 0 where an earlier run had ended
/// @param rowsBefore how many of them an earlier run had dealt with
/// @param skipped how many have no answer
/// @param badRows where those are told; empty if nowhere
/// @param elapsed how long this run took
public record BatchResult(
        boolean hadEnded, long rows, long rowsBefore, long skipped, String badRows, Duration elapsed) {
    public BatchResult {
        Objects.requireNonNull(badRows);
        Objects.requireNonNull(elapsed);
    }
}
