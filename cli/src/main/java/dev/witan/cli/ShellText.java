// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

/// What is printed to be copied into a POSIX shell.
final class ShellText {
    private ShellText() {}

    /// The text as one word, whatever is in it: a single quote ends the quotes, stands escaped, and opens them again.
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /// How the person at the terminal started Witan.
    static String command() {
        String command = System.getProperty("witan.command", "witan");
        return command.matches("[A-Za-z0-9_./-]+") ? command : quoted(command);
    }
}
