// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Something that a stranger does to a port, and the answer that is due.
///
/// @param pieces what it sends, with a pause after each but the last
/// @param thenShut whether it then closes its half of the connection
/// @param status of the answer; 0 when the connection just ends
/// @param message part of the answer's body
record HostileCase(
        String name, Door door, List<byte[]> pieces, long pauseMillis, boolean thenShut, int status, String message) {
    private static final int PATIENCE_MILLIS = 20_000;

    /// The port that it comes to.
    enum Door {
        DATA,
        ADMIN,
        /// Those of a server that has little time.
        HASTY_DATA,
        HASTY_ADMIN;

        boolean isHasty() {
            return this == HASTY_DATA || this == HASTY_ADMIN;
        }
    }

    static HostileCase of(String name, String request, int status, String message) {
        return of(name, request.getBytes(ISO_8859_1), status, message);
    }

    static HostileCase of(String name, byte[] request, int status, String message) {
        return new HostileCase(name, Door.DATA, List.of(request), 0, false, status, message);
    }

    HostileCase at(Door other) {
        return new HostileCase(name, other, pieces, pauseMillis, thenShut, status, message);
    }

    /// Sends its bytes one by one.
    HostileCase byteByByte(long everyMillis) {
        return slowAfter(0, everyMillis);
    }

    /// Sends so many bytes at once and the others one by one.
    HostileCase slowAfter(int count, long everyMillis) {
        byte[] all = pieces.getFirst();
        List<byte[]> single = new ArrayList<>();
        single.add(Arrays.copyOf(all, count));
        for (int i = count; i < all.length; i++) {
            single.add(new byte[] {all[i]});
        }
        return new HostileCase(name, door, single, everyMillis, thenShut, status, message);
    }

    HostileCase halfClosed() {
        return new HostileCase(name, door, pieces, pauseMillis, true, status, message);
    }

    /// Does it, and reads the answer.
    RawReply ask(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            send(socket);
            return RawReply.read(socket.getInputStream());
        }
    }

    /// A server that has heard enough closes the connection: then what is left stays unsent.
    private void send(Socket socket) throws IOException {
        try {
            for (byte[] piece : pieces) {
                socket.getOutputStream().write(piece);
                if (pauseMillis > 0) {
                    LockSupport.parkNanos(pauseMillis * 1_000_000);
                }
                if (socket.getInputStream().available() > 0) {
                    return;
                }
            }
            if (thenShut) {
                socket.shutdownOutput();
            }
        } catch (SocketException _) {
            // Closed while it was still sending: the answer, if there was one, waits to be read.
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
