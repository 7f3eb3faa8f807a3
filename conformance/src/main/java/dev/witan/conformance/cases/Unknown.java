// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

/// Names that no server has.
final class Unknown {
    static final String MODEL = "conformance-no-such-model";
    static final String VERSION = "987654321";
    static final String TENSOR = "conformance-no-such-tensor";

    private Unknown() {}
}
