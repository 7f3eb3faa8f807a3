// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellTextTest {
    @Test
    void aSingleQuoteDoesNotEndTheWord() {
        assertThat(ShellText.quoted("{\"city\":\"L'Aquila\"}")).isEqualTo("'{\"city\":\"L'\\''Aquila\"}'");
    }

    @Test
    void anAddressOfTheSixthVersionStandsInBrackets() {
        assertThat(ServeCommand.reachable("::1")).isEqualTo("[::1]");
        assertThat(ServeCommand.reachable("::")).isEqualTo("127.0.0.1");
        assertThat(ServeCommand.reachable("localhost")).isEqualTo("localhost");
    }
}
