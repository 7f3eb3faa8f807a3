// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.expert.Expert;
import java.lang.foreign.Arena;

/// Makes an expert that training leaves as it is: it takes encoded rows, and gives what is combined with the answers of
/// the others, such as a logit.
@FunctionalInterface
public interface ExpertSupply {
    /// The expert; it must be local, and answers to the id of its shape.
    ///
    /// @param arena for its memory
    /// @param lessons what it may be fitted to
    Expert make(Arena arena, Lessons lessons);
}
