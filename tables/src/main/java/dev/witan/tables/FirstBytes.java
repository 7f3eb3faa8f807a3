// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import dev.witan.engine.error.WitanException;

/// Refuses files that are taken for text and are something else, by what they begin with.
final class FirstBytes {
    private FirstBytes() {}

    static void requireText(String name, byte[] bytes) {
        if (begins(bytes, 0xFF, 0xFE) || begins(bytes, 0xFE, 0xFF)) {
            throw WitanException.invalidInput(name + ": the file must be UTF-8: it begins like UTF-16");
        }
        if (bytes.length > 1 && bytes[0] == 0 != (bytes[1] == 0)) {
            throw WitanException.invalidInput(
                    name + ": the file must be UTF-8: every other byte is zero, as in UTF-16");
        }
        if (begins(bytes, 0x1F, 0x8B) || begins(bytes, 0x28, 0xB5, 0x2F, 0xFD) || begins(bytes, 'B', 'Z', 'h')) {
            throw WitanException.invalidInput(name + ": the file must be text: it is compressed; unpack it first");
        }
        if (begins(bytes, 'P', 'K', 3, 4)) {
            throw WitanException.invalidInput(
                    name + ": the file must be text: it is an archive, such as a spreadsheet; save it as CSV first");
        }
        if (begins(bytes, 'P', 'A', 'R', '1')) {
            throw WitanException.invalidInput(
                    name + ": the file must be text: it is Parquet, whose name must end in .parquet");
        }
    }

    static boolean hasByteOrderMark(byte[] bytes) {
        return begins(bytes, 0xEF, 0xBB, 0xBF);
    }

    private static boolean begins(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
