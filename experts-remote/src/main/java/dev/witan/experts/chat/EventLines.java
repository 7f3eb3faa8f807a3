// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Cuts a stream of server-sent events into the data of its events, whatever the pieces are in which it comes. Comments
/// and fields other than `data` are left out. Owned by one thread.
final class EventLines {
    private static final String DATA = "data";

    private final int eventBytesMax;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private final Deque<String> events = new ArrayDeque<>();
    private boolean hasData;
    private int eventBytes;

    EventLines(int eventBytesMax) {
        this.eventBytesMax = eventBytesMax;
    }

    /// The data of the next event that is whole; `null` when more has to come first.
    @Nullable
    String poll() {
        return events.poll();
    }

    /// Takes the bytes that came next.
    ///
    /// @throws IllegalArgumentException when an event is too large
    void add(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                endLine();
            } else {
                if (++eventBytes > eventBytesMax) {
                    throw new IllegalArgumentException(
                            "an event may have %d bytes: it has more".formatted(eventBytesMax));
                }
                line.write(next);
            }
        }
    }

    private void endLine() {
        String text = line.toString(UTF_8);
        line.reset();
        String field = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        if (field.isEmpty()) {
            endEvent();
        } else if (field.startsWith(DATA)) {
            addData(field.substring(DATA.length()));
        }
    }

    /// What stands after `data`: nothing, or a colon and the value, before which one blank may stand.
    private void addData(String rest) {
        if (!rest.isEmpty() && rest.charAt(0) != ':') {
            return;
        }
        if (hasData) {
            data.append('\n');
        }
        hasData = true;
        int from = rest.startsWith(": ") ? 2 : Math.min(1, rest.length());
        data.append(rest, from, rest.length());
    }

    private void endEvent() {
        if (hasData) {
            events.add(data.toString());
        }
        data.setLength(0);
        hasData = false;
        eventBytes = 0;
    }
}
