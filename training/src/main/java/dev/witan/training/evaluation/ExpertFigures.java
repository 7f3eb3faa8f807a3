// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import java.util.Optional;

/// How good one expert is.
///
/// @param expert its id
/// @param answered what the mixture's answers to the rows that went to it are worth
/// @param alone what its own answers are worth, to all rows or to so many of them, drawn evenly, as it could be
/// asked for; empty for an expert that the gate does not choose
public record ExpertFigures(String expert, Measures answered, Optional<Measures> alone) {}
