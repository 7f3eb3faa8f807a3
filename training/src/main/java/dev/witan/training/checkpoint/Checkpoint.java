// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.checkpoint;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Where the training of one network stands, kept so that it can go on after it was stopped. Owned by one thread.
public interface Checkpoint {
    /// Writes where a training stands.
    @FunctionalInterface
    interface Writer {
        void writeTo(DataOutput out) throws IOException;
    }

    /// Takes over where a training stood.
    @FunctionalInterface
    interface Reader {
        void readFrom(DataInput in) throws IOException;
    }

    /// Reads what was kept last, if anything was; false if nothing was.
    ///
    /// @throws dev.witan.engine.error.WitanException when it belongs to another training, or cannot be read
    boolean resume(Reader reader);

    /// Keeps where the training stands, if it is time to.
    ///
    /// @param step steps made so far
    void offer(long step, Writer writer);

    /// Keeps where the training stands, now.
    void keep(Writer writer);
}
