// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.chat;

import dev.witan.experts.chat.ChatCall;
import org.jspecify.annotations.Nullable;

/// The call that is open for a caller, who may give it up before or after it is made. Thread-safe.
final class OpenCall {
    private @Nullable ChatCall call;
    private boolean isGivenUp;

    /// This call is open from now on.
    void is(ChatCall opened) {
        synchronized (this) {
            call = opened;
            if (!isGivenUp) {
                return;
            }
        }
        opened.cancel();
    }

    /// The caller has left.
    void giveUp() {
        ChatCall opened;
        synchronized (this) {
            isGivenUp = true;
            opened = call;
        }
        if (opened != null) {
            opened.cancel();
        }
    }

    synchronized boolean isGivenUp() {
        return isGivenUp;
    }
}
