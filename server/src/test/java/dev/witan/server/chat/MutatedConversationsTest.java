// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Whatever the bytes, either a conversation comes of them or a refusal that names a rule.
class MutatedConversationsTest {
    private static final long SEED = 20;
    private static final int ROUNDS = 20_000;
    private static final byte[] CONVERSATION = """
            {"model": "assistant", "stream": true, "tools": [{"type": "function"}], "messages": [
              {"role": "system", "content": "Be \\u00e9kind"}, {"role": "user", "content": [{"type": "text", "text": "Ä€😀"}]},
              {"role": "assistant", "content": null, "tool_calls": []}, {"role": "tool", "content": "x"}]}""".getBytes(UTF_8);

    @Test
    void everyMutationIsReadOrRefused() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = CONVERSATION.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(10) == 0 ? random.nextInt(bytes.length) : bytes.length;
            try {
                Conversation read =
                        ConversationReader.read(ByteBuffer.wrap(bytes, 0, length), ConversationLimits.defaults());
                assertThat(read.body().has("model")).isTrue();
            } catch (ConversationError e) {
                assertThat(e).as("seed %d, round %d", SEED, round).hasMessageMatching("(?s).+");
                assertThat(e.status()).isEqualTo(400);
                refused++;
            }
        }
        assertThat(refused).isBetween(ROUNDS / 2, ROUNDS - 1);
    }

    @Test
    void boundsAreOnBytesMessagesAndParts() {
        ConversationLimits limits = new ConversationLimits(200, 2, 2);
        String message = "{\"role\": \"user\", \"content\": \"a\"}";
        String part = "{\"type\": \"text\", \"text\": \"a\"}";

        assertThat(refusal(limits, message + "," + message)).isEmpty();
        assertThat(refusal(limits, message + "," + message + "," + message))
                .isEqualTo("400 messages: a conversation may have 2 messages: it has more");
        assertThat(refusal(limits, "{\"role\": \"user\", \"content\": [" + part + "," + part + "," + part + "]}"))
                .isEqualTo("400 messages[0].content: a message may have 2 parts: it has more");
        assertThat(refusal(limits, message + " ".repeat(200))).startsWith("413 : a conversation may have 200 bytes");
    }

    @Test
    void whatIsHeldIsCountedInBytesAndNotInCharacters() {
        Conversation latin = conversation("e".repeat(1000));
        Conversation other = conversation("é".repeat(1000));
        Conversation wide = conversation("Ł".repeat(1000));

        assertThat(latin.heldBytes()).as("the body and what the user said").isBetween(2000, 2400);
        assertThat(other.heldBytes()).isEqualTo(latin.heldBytes());
        assertThat(wide.heldBytes()).isBetween(4000, 4500);
    }

    private static Conversation conversation(String said) {
        byte[] body = "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]}"
                .formatted(said)
                .getBytes(UTF_8);
        return ConversationReader.read(ByteBuffer.wrap(body), ConversationLimits.defaults());
    }

    private static String refusal(ConversationLimits limits, String messages) {
        byte[] body = ("{\"model\": \"m\", \"messages\": [" + messages + "]}").getBytes(UTF_8);
        try {
            ConversationReader.read(ByteBuffer.wrap(body), limits);
            return "";
        } catch (ConversationError e) {
            return e.status() + " " + e.param() + ": " + e.getMessage();
        }
    }
}
