// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;

/// The bounds on what is read from one inference request.
///
/// @param jsonDepthMax how deep arrays and objects may nest
/// @param textLengthMax characters of one JSON text, bytes of one binary text
/// @param tensorsMax inputs, and outputs, of one request
/// @param rowsMax rows of one request
public record ReadLimits(int jsonDepthMax, int textLengthMax, int tensorsMax, int rowsMax) {

    /// Refuses a further tensor once there are as many as may be.
    void requireTensor(int count, String what) {
        requireTensors(count + 1, what);
    }

    /// Refuses a text that is too long, as the parser of JSON does.
    void requireText(String text, String what) {
        if (text.length() > textLengthMax) {
            throw WitanException.invalidInput(
                    "%s may have %d characters: it has %d".formatted(what, textLengthMax, text.length()));
        }
    }

    void requireTensors(int count, String what) {
        if (count > tensorsMax) {
            throw new WitanException(
                    ErrorCode.PAYLOAD_TOO_LARGE, "a request may have %d %s: it has more".formatted(tensorsMax, what));
        }
    }
}
