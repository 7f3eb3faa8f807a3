// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.WitanException;
import java.nio.ByteBuffer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Reads the inference requests of one mixture in the Open Inference Protocol's REST form. Immutable and thread-safe.
///
/// A request's inputs are the mixture's columns, one tensor of shape `[rows]` or `[rows, 1]` each. Fields and
/// parameters that the protocol or this server does not know are refused, so that a typo is never silently ignored.
public final class InferReader {
    private final Signature signature;
    private final ReadLimits limits;
    private final JsonFactory factory;

    public InferReader(Mixture mixture, ReadLimits limits) {
        this.signature = new Signature(mixture);
        this.limits = limits;
        this.factory = Json.factory(
                limits,
                signature.hasPictures()
                        ? Math.max(limits.textLengthMax(), BytesBuilder.TEXT_LENGTH_MAX)
                        : limits.textLengthMax());
    }

    /// Reads a body that is all JSON.
    public InferCall read(ByteBuffer body) {
        return read(body, body.remaining());
    }

    /// Reads a body whose first `jsonLength` bytes are JSON and whose rest is binary tensors.
    ///
    /// @param body on the heap, from position to limit; nothing of it is kept
    /// @throws WitanException INVALID_INPUT, PAYLOAD_TOO_LARGE: naming the rule and the value
    public InferCall read(ByteBuffer body, int jsonLength) {
        if (jsonLength < 0 || jsonLength > body.remaining()) {
            throw WitanException.invalidInput("the length of the JSON must be between 0 and the body's, %d: %d"
                    .formatted(body.remaining(), jsonLength));
        }
        try {
            return new BodyReader(factory, signature, limits, body, jsonLength).read();
        } catch (StreamConstraintsException e) {
            throw WitanException.invalidInput("the JSON breaks a limit: " + withoutSource(e.getOriginalMessage()));
        } catch (JacksonException e) {
            throw WitanException.invalidInput("the body must be valid JSON: %s at line %d, column %d"
                    .formatted(
                            withoutSource(e.getOriginalMessage()),
                            e.getLocation().getLineNr(),
                            e.getLocation().getColumnNr()));
        }
    }

    /// A message of the parser without the part for programmers.
    private static String withoutSource(String message) {
        int marker = message.indexOf(" (start marker at ");
        if (marker >= 0) {
            return message.substring(0, marker);
        }
        int end = message.indexOf(", from `");
        String kept = end < 0 ? message : message.substring(0, end) + ")";
        int line = kept.indexOf('\n');
        return line < 0 ? kept : kept.substring(0, line);
    }
}
