// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Whom to ask what: shared by `infer` and `explain`.
final class AskOptions {
    @Parameters(index = "0", paramLabel = "MIXTURE", description = "The mixture to ask.")
    String mixture;

    @Parameters(
            index = "1",
            paramLabel = "RECORD",
            description = {
                "JSON like '{\"age\": 39}', a list of such records, @FILE, or - for standard input; plain text for a",
                "mixture that reads nothing but a text.",
                "Columns that are left out, and nulls, are missing values."
            })
    String input;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Ask a running server, like http://127.0.0.1:8000, instead of loading the mixture here.")
    @org.jspecify.annotations.Nullable
    String server;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            defaultValue = "${env:WITAN_API_KEY:-}",
            description = "Key for --server; default: $WITAN_API_KEY.")
    String apiKey;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "text, or json: the protocol's own response.")
    OutputFormat output;

    @Mixin
    RepositoryOption repository;
}
