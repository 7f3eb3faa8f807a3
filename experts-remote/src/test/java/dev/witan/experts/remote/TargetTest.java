// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.experts.remote.Target.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
    @Test
    void readsHostPortAndPath() {
        assertThat(Target.of("grpc://127.0.0.1:9001")).isEqualTo(new Target(Scheme.GRPC, "127.0.0.1", 9001, ""));
        assertThat(Target.of("https://models.example/fn/"))
                .isEqualTo(new Target(Scheme.HTTPS, "models.example", 443, "/fn"));
        assertThat(Target.of("http://[::1]:8000/fn").uri("/v2")).hasToString("http://[::1]:8000/fn/v2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1:9001          | be a URL
            ftp://host              | begin with grpc://
            host:9001               | begin with grpc://
            grpc://                 | be a URL
            http://a b              | be a URL
            http://me@host          | name a host, and no user
            grpc://host:1/path      | end after the port
            http://host?a=b         | neither query nor fragment
            http://host:70000       | name a port up to 65535
            """)
    void refusesWhatIsNoAddress(String url, String rule) {
        assertThatThrownBy(() -> Target.of(url)).hasMessageContaining(rule).hasMessageContaining(url);
    }
}
