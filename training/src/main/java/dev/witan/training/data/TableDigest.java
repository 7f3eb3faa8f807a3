// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 of a table's content, the same for the same names, types and values, however the file quoted, separated
/// or padded them.
///
/// Per column: its kind and its name, then one length-prefixed value per row, `-1` for a missing one.
final class TableDigest {
    private static final byte NUMBERS = 1;
    private static final byte TEXTS = 2;
    private static final byte DATES = 3;
    private final MessageDigest digest;

    private TableDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String of(Table table) {
        TableDigest content = new TableDigest();
        content.add(table.rows());
        for (TableColumn column : table.columns()) {
            content.add(column);
        }
        return HexFormat.of().formatHex(content.digest.digest());
    }

    private void add(TableColumn column) {
        digest.update(
                switch (column) {
                    case TableColumn.Numbers _ -> NUMBERS;
                    case TableColumn.Texts _, TableColumn.Images _ -> TEXTS;
                    case TableColumn.Dates _ -> DATES;
                });
        add(column.name());
        for (int row = 0; row < column.rows(); row++) {
            if (column.isMissing(row)) {
                add(-1);
            } else {
                add(column.label(row));
            }
        }
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        digest.update(bytes);
    }

    private void add(int value) {
        digest.update(new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value});
    }
}
