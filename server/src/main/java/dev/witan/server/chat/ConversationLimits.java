// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.chat;

/// The bound on everything of a conversation that is read at the door.
///
/// @param bytesMax bytes of a request
/// @param messagesMax messages of a conversation
/// @param partsMax parts of one message
record ConversationLimits(int bytesMax, int messagesMax, int partsMax) {
    ConversationLimits {
        if (bytesMax < 1 || messagesMax < 1 || partsMax < 1) {
            throw new IllegalArgumentException("bytesMax, messagesMax and partsMax must be positive: %d, %d, %d"
                    .formatted(bytesMax, messagesMax, partsMax));
        }
    }

    /// The bounds that hold.
    static ConversationLimits defaults() {
        return new ConversationLimits(8 << 20, 4096, 1024);
    }
}
