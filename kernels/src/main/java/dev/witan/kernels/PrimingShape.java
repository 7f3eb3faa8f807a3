// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

/// One call to a kernel that [Priming] repeats, and how it has gone so far.
final class PrimingShape {
    private static final int FIRST_CALLS = 50;
    private static final int CALLS_PER_ROUND = 500;

    /// After so many calls the compiler has been asked, and more of them would only keep it from its work.
    private static final int ROUNDS_TO_ASK = 12;

    private static final int CALLS_PER_LATE_ROUND = 16;
    private static final int CALM_ROUNDS = 2;

    private final Runnable call;
    private int rounds;
    private int calmRounds;

    PrimingShape(Runnable call) {
        this.call = call;
    }

    /// Runs the call a few times, so that what all shapes share has seen them all before it is compiled.
    void begin() {
        for (int i = 0; i < FIRST_CALLS; i++) {
            call.run();
        }
    }

    /// Runs the call some more and tells whether it has settled.
    boolean calmAfterRound(AllocationMeter meter) {
        long before = meter.bytes();
        int calls = asked() ? CALLS_PER_LATE_ROUND : CALLS_PER_ROUND;
        for (int i = 0; i < calls; i++) {
            call.run();
        }
        if (meter.bytes() == before) {
            rounds++;
            calmRounds++;
        } else {
            rounds = calmRounds == 0 ? rounds + 1 : 0;
            calmRounds = 0;
        }
        return calmRounds >= CALM_ROUNDS;
    }

    /// Whether all that is left is to wait for the compiler.
    boolean asked() {
        return rounds >= ROUNDS_TO_ASK;
    }
}
