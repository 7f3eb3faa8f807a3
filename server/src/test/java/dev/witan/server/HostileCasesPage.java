// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;

/// The list of hostile cases for people to read.
final class HostileCasesPage {
    private static final String HEADING = """
            # Hostile cases

            Each of these comes over a connection of its own to a real server, all at once, and is answered as the table says;
            after each a good request is still answered. The answer to a good request and what the server does about each kind
            of caller is in [Security](security.md). This page is made from `HostileCases`; to change it, change the cases and
            run `mvn -pl server -am test -Dtest=HostileCasesTest -Dwitan.docs=write
            -Dsurefire.failIfNoSpecifiedTests=false`.

            A status of 0 means that the connection ends without an answer. A server with little time has a `headMax` of 0.6 s
            and an `idleMax` of 0.9 s.

            | # | what is done | how it begins | to | status | what the answer says |
            |---|---|---|---|---|---|
            """;
    private static final int BEGINNING_MAX = 60;

    private HostileCasesPage() {}

    static String markdown(List<HostileCase> cases) {
        StringBuilder page = new StringBuilder(HEADING);
        for (int i = 0; i < cases.size(); i++) {
            HostileCase each = cases.get(i);
            page.append("| %d | %s | %s | %s | %d | %s |\n"
                    .formatted(
                            i + 1,
                            each.name() + (each.thenShut() ? "; its half of the connection is closed" : ""),
                            beginning(each),
                            each.door().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            each.status(),
                            each.message().replace("|", "\\|")));
        }
        return page.toString();
    }

    private static String beginning(HostileCase each) {
        StringBuilder sent = new StringBuilder();
        for (byte[] piece : each.pieces()) {
            sent.append(new String(piece, ISO_8859_1));
        }
        String line = sent.toString().split("\r?\n", 2)[0];
        String start = line.length() <= BEGINNING_MAX ? line : line.substring(0, BEGINNING_MAX) + "…";
        String printable = start.replaceAll("[^ -~…]", "?").replace("|", "\\|");
        return printable.isEmpty() ? "" : "`" + printable + "`";
    }
}
