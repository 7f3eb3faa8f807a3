// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

import java.util.Objects;

/// How an upstream's answer begins.
public sealed interface ChatStart {
    /// It is here, and whole.
    record Whole(JsonText answer, ChatUsage usage) implements ChatStart {
        public Whole {
            Objects.requireNonNull(answer);
            Objects.requireNonNull(usage);
        }
    }

    /// It has begun: its first event; [ChatCall#next] gives the others.
    record Streaming(ChatEvent first) implements ChatStart {
        public Streaming {
            Objects.requireNonNull(first);
        }
    }

    /// The upstream refuses the conversation: no other one would take it as it is.
    ///
    /// @param status 400, 413 or 422
    /// @param error what it says, in the API's form; `""` when it says nothing
    record Refused(int status, String error) implements ChatStart {
        public Refused {
            Objects.requireNonNull(error);
        }
    }

    /// There is none, and nothing of one was seen: another expert may answer.
    record Failed(ChatFailure failure) implements ChatStart {
        public Failed {
            Objects.requireNonNull(failure);
        }
    }
}
