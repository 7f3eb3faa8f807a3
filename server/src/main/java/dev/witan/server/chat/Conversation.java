// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.chat;

import dev.witan.experts.chat.JsonText;
import java.util.List;
import java.util.Objects;

/// A conversation that somebody wants answered; immutable.
///
/// @param body the request as it was written
/// @param model the mixture that is to answer
/// @param isStreamed whether the answer is wanted as it comes
/// @param userTexts what the user said, message by message
record Conversation(JsonText body, String model, boolean isStreamed, List<String> userTexts) {
    /// A text takes so much beside its characters.
    private static final int TEXT_BYTES = 48;

    Conversation {
        Objects.requireNonNull(body);
        Objects.requireNonNull(model);
        userTexts = List.copyOf(userTexts);
    }

    /// What it takes of memory: a character takes one byte, or two in a text with one that is not of Latin-1.
    int heldBytes() {
        long bytes = bytesOf(body.toString());
        for (String text : userTexts) {
            bytes += bytesOf(text);
        }
        return Math.toIntExact(Math.min(bytes, Integer.MAX_VALUE));
    }

    private static long bytesOf(String text) {
        boolean isLatin = text.chars().allMatch(c -> c < 0x100);
        return TEXT_BYTES + (isLatin ? 1L : 2L) * text.length();
    }

    /// What the gate reads: the user's messages, the latest first, one to a line, for as long as the encoder reads on.
    /// What the assistant and the system say does not tell whom the user wants.
    ///
    /// @param charactersMax code points that the encoder reads
    String gateText(int charactersMax) {
        StringBuilder text = new StringBuilder();
        for (String said : userTexts.reversed()) {
            text.append(text.isEmpty() ? "" : "\n").append(said);
            if (text.codePointCount(0, text.length()) >= charactersMax) {
                break;
            }
        }
        return text.toString();
    }
}
