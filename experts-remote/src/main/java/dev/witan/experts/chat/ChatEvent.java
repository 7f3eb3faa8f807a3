// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

import java.util.Objects;

/// A part of a streamed answer.
public sealed interface ChatEvent {
    /// A chunk of the answer.
    record Chunk(JsonText json, ChatUsage usage) implements ChatEvent {
        public Chunk {
            Objects.requireNonNull(json);
            Objects.requireNonNull(usage);
        }
    }

    /// The answer is whole.
    record Done() implements ChatEvent {}

    /// The answer ends here and is not whole.
    record Broken(ChatFailure failure) implements ChatEvent {
        public Broken {
            Objects.requireNonNull(failure);
        }
    }
}
