// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.layer;

import ai.onnxruntime.OrtException;

/// A layer as one engine computes it.
interface LayerEngine extends AutoCloseable {
    String name();

    /// Gets ready for a batch; what it returns answers that batch each time it is run.
    Prepared prepare(Batch batch) throws OrtException;

    @Override
    void close() throws OrtException;

    /// A batch with everything in its place that does not have to be done anew for each answer.
    interface Prepared extends AutoCloseable {
        void run() throws OrtException;

        /// A value of the last answer.
        float output(int row, int column);

        @Override
        void close();
    }
}
