// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainChatTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "assistant");

    @TempDir
    Path folder;

    private record Result(int exit, String out, String err) {}

    private static Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(args, new PrintWriter(out), new PrintWriter(err));
        return new Result(exit, out.toString().strip(), err.toString().strip());
    }

    private Result train(String... further) {
        String[] args = {
            "train",
            EXAMPLE.resolve("questions.csv").toString(),
            "--chat",
            EXAMPLE.resolve("mixture.yaml").toString(),
            "--repository",
            folder.toString()
        };
        String[] all = Arrays.copyOf(args, args.length + further.length);
        System.arraycopy(further, 0, all, args.length, further.length);
        return run(all);
    }

    @Test
    void theExampleIsTrainedAndValid() throws IOException {
        Result trained = train("--target", "expert", "--epochs", "4", "--threads", "1");
        Result validated = run("validate", "assistant", "--repository", folder.toString());

        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("% of the held-out texts go to the expert that they belong to");
        assertThat(trained.err()).contains("published as release 1 in ");
        assertThat(validated.out()).isEqualTo("assistant is valid: release 1 is in force");
        assertThat(Files.readString(folder.resolve("assistant").resolve("mixture.yaml")))
                .contains("head: {kind: chat, confidence: 0.6, default: generalist}");
    }

    @Test
    void whatTheFileSaysCannotBeSaidTwice() {
        assertThat(train("--target", "expert", "--experts", "3").exit()).isEqualTo(2);
        assertThat(train().err()).startsWith("witan: which column is to be predicted? Name it with --target");
    }
}
