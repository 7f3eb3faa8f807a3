// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.check;

/// One rule and the check of it.
///
/// @param id stable over releases of the kit, like `rest.infer.echoes-id`
/// @param transport that it needs
/// @param level how binding the rule is
/// @param rule in one sentence
/// @param source where the rule stands
/// @param check asks the server and says what it expects
public record Case(String id, Transport transport, Level level, String rule, Source source, Check check) {
    /// Asks the server, and ends normally if it keeps the rule.
    @FunctionalInterface
    public interface Check {
        /// Runs the check.
        ///
        /// @throws Unmet when the server breaks the rule
        /// @throws Skip when the rule does not apply to this server
        void run(Trial trial);
    }

    public Case {
        if (!id.matches("[a-z]+(\\.[A-Za-z0-9-]+){2,3}")) {
            throw new IllegalArgumentException("a case's id must be like rest.infer.echoes-id: " + id);
        }
    }

    /// What the case belongs to: the first two parts of its id.
    public String area() {
        return id.substring(0, id.indexOf('.', id.indexOf('.') + 1));
    }
}
