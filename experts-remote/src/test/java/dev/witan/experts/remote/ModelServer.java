// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

/// A server of the tests, which can be killed and come back at the same port.
interface ModelServer extends AutoCloseable {
    String url();

    /// Closes the port and every connection at once.
    void kill();

    /// Opens the same port again.
    void comeBack();

    @Override
    default void close() {
        kill();
    }
}
