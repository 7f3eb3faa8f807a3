// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.error.WitanException;
import java.util.List;

/// Which outputs a caller wants, in the caller's order, and which of them in binary.
///
/// @param wanted empty when the caller names none and gets all of them
/// @param binaryByDefault for the outputs that do not say, and for all when none is named
public record OutputSelection(List<Wanted> wanted, boolean binaryByDefault) {
    /// All outputs, as JSON.
    public static final OutputSelection ALL = new OutputSelection(List.of(), false);

    public OutputSelection {
        wanted = List.copyOf(wanted);
    }

    /// One output that a caller names.
    ///
    /// @param form how this output is to be sent
    public record Wanted(String name, Form form) {}

    /// How an output is sent.
    public enum Form {
        AS_DEFAULT,
        JSON,
        BINARY
    }

    /// Adds an output that is asked for, once.
    static void add(List<Wanted> outputs, Wanted wanted) {
        if (outputs.stream().anyMatch(other -> other.name().equals(wanted.name()))) {
            throw WitanException.invalidInput("an output may be asked for only once: '" + wanted.name() + "'");
        }
        outputs.add(wanted);
    }

    boolean isBinary(Wanted output) {
        return output.form() == Form.BINARY || (output.form() == Form.AS_DEFAULT && binaryByDefault);
    }
}
