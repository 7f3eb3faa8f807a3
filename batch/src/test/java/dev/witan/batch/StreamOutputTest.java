// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.WitanException;
import dev.witan.tables.Field;
import dev.witan.tables.SegmentFormat;
import dev.witan.tables.TableFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamOutputTest {
    private static final SegmentFormat FORMAT =
            SegmentFormat.of(TableFormat.CSV, "", List.of(new Field("label", Field.Type.TEXT)));

    /// A disk without room.
    private static final class Full extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("no space left");
        }
    }

    @Test
    void answersThatStandardOutputLosesEndTheRun() {
        PrintStream out = new PrintStream(new Full(), false, UTF_8);
        assertThatThrownBy(() -> new StreamOutput(out, "standard input", _ -> {}, FORMAT))
                .isInstanceOf(WitanException.class)
                .hasMessageContaining("the answers cannot be written");
    }
}
