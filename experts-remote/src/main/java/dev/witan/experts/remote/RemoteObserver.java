// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import java.util.Objects;

/// Told of every call to an expert over the network; may be called from any thread, and must not throw or wait.
public interface RemoteObserver {
    /// Tells nobody.
    RemoteObserver NONE = new RemoteObserver() {
        @Override
        public void called(Call call) {}

        @Override
        public void warmed(Start start) {}

        @Override
        public void fell(String reason) {}

        @Override
        public void rose() {}
    };

    /// A call has ended.
    void called(Call call);

    /// A request was answered that was sent for no other reason than to keep an instance warm.
    void warmed(Start start);

    /// The other end does not answer, and is not asked until it does again.
    void fell(String reason);

    /// The other end answers again.
    void rose();

    /// A call that has ended.
    ///
    /// @param outcome `answered`, or the error's code in lower case
    /// @param bytesSent of the body, as they went over the wire
    /// @param nanos from the question to the end of the answer; of a call that found a connection, the round trip
    record Call(String outcome, long bytesSent, long bytesReceived, long nanos, Start start) {
        /// The outcome of a call that was answered.
        public static final String ANSWERED = "answered";

        public Call {
            Objects.requireNonNull(outcome);
            Objects.requireNonNull(start);
        }
    }

    /// Whether the other end was there already.
    enum Start {
        WARM,
        /// It had to start for this call.
        COLD
    }
}
