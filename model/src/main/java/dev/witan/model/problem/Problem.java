// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.problem;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.util.List;
import java.util.stream.Collectors;

/// One thing that is wrong, or worth knowing, about what lies on disk: where (file, line and column, both from 1 and 0
/// where there is none; field, empty where there is none) and which rule met which value.
public record Problem(Severity severity, ErrorCode code, String file, int line, int column, String field, String rule) {

    /// Whether a mixture with the problem can still be served.
    public enum Severity {
        ERROR,
        NOTICE
    }

    /// An error without a place inside the file.
    public static Problem error(ErrorCode code, String file, String rule) {
        return new Problem(Severity.ERROR, code, file, 0, 0, "", rule);
    }

    /// Something worth knowing about a file, which breaks no rule.
    public static Problem notice(String file, String text) {
        return new Problem(Severity.NOTICE, ErrorCode.INVALID_CONFIGURATION, file, 0, 0, "", text);
    }

    /// The error that a refusal states, whose message says the place itself.
    public static Problem of(WitanException refusal) {
        return error(refusal.code(), "", refusal.reason());
    }

    /// Refuses if any of the problems is an error, with all errors in one message, one line each.
    public static void refuseErrors(List<Problem> problems) {
        List<Problem> errors =
                problems.stream().filter(p -> p.severity == Severity.ERROR).toList();
        if (!errors.isEmpty()) {
            String message = errors.stream().map(Problem::toString).collect(Collectors.joining("\n"));
            throw new WitanException(errors.getFirst().code(), message);
        }
    }

    /// `file:line:column: field: rule: value`, as compilers write it, so that editors can jump there.
    @Override
    public String toString() {
        if (file.isEmpty()) {
            return rule;
        }
        String place = line == 0 ? file : "%s:%d:%d".formatted(file, line, column);
        return field.isEmpty() ? place + ": " + rule : "%s: %s: %s".formatted(place, field, rule);
    }
}
