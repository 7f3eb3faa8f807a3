// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private long next;
    private final LongSupplier counting = () -> ++next;

    @Test
    void aGoodTraceKeepsItsIdAndItsSampling() {
        assertThat(TraceContext.continued("00-" + TRACE + "-" + SPAN + "-03", counting))
                .isEqualTo(new TraceContext(TRACE, "00-" + TRACE + "-0000000000000001-01"));
        assertThat(TraceContext.continued("00-" + TRACE + "-" + SPAN + "-00", counting)
                        .header())
                .isEqualTo("00-" + TRACE + "-0000000000000002-00");
    }

    @Test
    void aLaterVersionIsReadAsFarAsWeKnowIt() {
        assertThat(TraceContext.continued("01-" + TRACE + "-" + SPAN + "-01-more", counting)
                        .traceId())
                .isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
                "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01"
            })
    void aTraceThatBreaksTheRulesIsStartedAnew(String header) {
        TraceContext trace = TraceContext.continued(header, counting);

        assertThat(trace.traceId()).isEqualTo("00000000000000020000000000000003");
        assertThat(trace.header()).isEqualTo("00-00000000000000020000000000000003-0000000000000001-00");
    }
}
