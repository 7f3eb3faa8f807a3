// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.encode.TableEncoder;
import dev.witan.training.features.Features;
import dev.witan.training.step.TrainableMixture;

/// A mixture before its training.
///
/// @param encoder whose embeddings are to be learned
/// @param features the table, ready for that encoder
/// @param mixture with its first weights
/// @param bias the first selection bias, one value per expert that the gate chooses from
@SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
record MixtureInit(TableEncoder encoder, Features features, TrainableMixture mixture, float[] bias) {}
