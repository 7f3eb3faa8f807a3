// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import java.io.PrintWriter;

/// Where a command prints: answers to `out`, everything else to `err`.
record Console(PrintWriter out, PrintWriter err) {
    /// Tells the person at the terminal what is going on.
    void tell(String line) {
        err.println(line);
        err.flush();
    }

    void print(String answer) {
        out.println(answer);
        out.flush();
    }
}
