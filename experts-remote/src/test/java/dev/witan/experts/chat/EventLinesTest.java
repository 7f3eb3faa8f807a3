// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLinesTest {
    private static List<String> events(String stream, int pieceBytes) {
        EventLines lines = new EventLines(64);
        List<String> events = new ArrayList<>();
        byte[] bytes = stream.getBytes(UTF_8);
        for (int from = 0; from < bytes.length; from += pieceBytes) {
            lines.add(ByteBuffer.wrap(bytes, from, Math.min(pieceBytes, bytes.length - from)));
            for (String event = lines.poll(); event != null; event = lines.poll()) {
                events.add(event);
            }
        }
        return events;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void findsTheDataWhateverThePieces(int pieceBytes) {
        String stream =
                ": hello\n\ndata: {\"é\": 1}\n\ndata:two\r\n\r\nevent: x\nid: 1\ndata: a\ndata:  b\ndata\n\n\n\ndatum: 1\n\ndata: open";

        assertThat(events(stream, pieceBytes)).containsExactly("{\"é\": 1}", "two", "a\n b\n");
    }

    @Test
    void anEventIsBoundedAndAStreamIsNot() {
        assertThat(events("data: x\n\n".repeat(100), 10)).hasSize(100);
        assertThatThrownBy(() -> events("data: " + "x".repeat(64), 10))
                .hasMessage("an event may have 64 bytes: it has more");
        assertThatThrownBy(() -> events("data: x\n".repeat(10), 10))
                .hasMessage("an event may have 64 bytes: it has more");
    }
}
