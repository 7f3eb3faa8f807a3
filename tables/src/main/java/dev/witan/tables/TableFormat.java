// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import dev.witan.engine.error.WitanException;
import java.util.List;
import java.util.Locale;

/// The formats that tables come in and go out.
public enum TableFormat {
    CSV,
    JSONL,
    PARQUET;

    private static final List<String> PACKED = List.of(".gz", ".zst", ".bz2", ".xz", ".zip");

    /// The format that a file's name ends in.
    public static TableFormat of(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt")) {
            return CSV;
        }
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return JSONL;
        }
        if (name.endsWith(".parquet") || name.endsWith(".pq")) {
            return PARQUET;
        }
        if (PACKED.stream().anyMatch(name::endsWith)) {
            throw WitanException.invalidInput("a table must not be packed: unpack it first: '%s'".formatted(file));
        }
        throw WitanException.invalidInput(
                "a table's name must end in .csv, .jsonl or .parquet unless its format is told: '%s'%s"
                        .formatted(file, instead(name)));
    }

    /// What to do with files of other programs.
    private static String instead(String name) {
        if (name.matches(".*\\.(xlsx?|ods)")) {
            return "; save it as CSV first";
        }
        if (name.endsWith(".json")) {
            return "; write an object per line, and call it .jsonl";
        }
        return name.matches(".*\\.(gz|zip|zst|bz2|xz)") ? "; unpack it first" : "";
    }
}
