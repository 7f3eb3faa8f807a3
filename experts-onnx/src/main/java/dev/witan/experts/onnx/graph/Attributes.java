// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx.graph;

import java.util.ArrayList;
import java.util.List;

/// What a node is told beside its inputs.
public final class Attributes {
    private static final int REAL_TYPE = 1;
    private static final int NUMBER_TYPE = 2;
    private static final int TEXT_TYPE = 3;
    private static final int REALS_TYPE = 6;
    private static final int NUMBERS_TYPE = 7;
    private static final int TEXTS_TYPE = 8;

    private final List<ProtoMessage> attributes = new ArrayList<>();

    /// No attributes yet.
    public Attributes() {}

    /// Adds a whole number.
    public Attributes number(String name, long value) {
        return add(named(name).number(3, value), NUMBER_TYPE);
    }

    /// Adds a 32-bit number.
    public Attributes real(String name, float value) {
        return add(named(name).real(2, value), REAL_TYPE);
    }

    /// Adds a text.
    public Attributes text(String name, String value) {
        return add(named(name).text(4, value), TEXT_TYPE);
    }

    /// Adds whole numbers.
    public Attributes numbers(String name, long... values) {
        ProtoMessage attribute = named(name);
        for (long value : values) {
            attribute.number(8, value);
        }
        return add(attribute, NUMBERS_TYPE);
    }

    /// Adds 32-bit numbers.
    public Attributes reals(String name, float... values) {
        ProtoMessage attribute = named(name);
        for (float value : values) {
            attribute.real(7, value);
        }
        return add(attribute, REALS_TYPE);
    }

    /// Adds texts.
    public Attributes texts(String name, List<String> values) {
        ProtoMessage attribute = named(name);
        values.forEach(value -> attribute.text(9, value));
        return add(attribute, TEXTS_TYPE);
    }

    private static ProtoMessage named(String name) {
        return new ProtoMessage().text(1, name);
    }

    private Attributes add(ProtoMessage attribute, int type) {
        attributes.add(attribute.number(20, type));
        return this;
    }

    void addTo(ProtoMessage node) {
        attributes.forEach(attribute -> node.message(5, attribute));
    }
}
