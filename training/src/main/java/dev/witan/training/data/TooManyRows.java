// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;

/// A table has more rows than there is room for.
final class TooManyRows extends WitanException {
    private static final long serialVersionUID = 1L;

    TooManyRows(String message) {
        super(ErrorCode.INVALID_INPUT, message);
    }
}
