// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.chat;

import java.io.Serial;

/// A conversation that breaks a rule. It carries no stack trace: nothing is wrong with us.
final class ConversationError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String param;

    /// @param param the field that breaks the rule, as a path; `""` for the whole
    ConversationError(int status, String param, String message) {
        super(message, null, false, false);
        this.status = status;
        this.param = param;
    }

    /// One that breaks a rule of form.
    static ConversationError invalid(String param, String message) {
        return new ConversationError(400, param, message);
    }

    int status() {
        return status;
    }

    String param() {
        return param;
    }
}
