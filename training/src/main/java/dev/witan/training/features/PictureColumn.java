// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.features;

import dev.witan.engine.encode.ImageEncoder;
import dev.witan.training.data.TableColumn;
import java.util.Arrays;

/// Pictures, decoded and scaled once: nothing of their encoding is learned.
final class PictureColumn implements FeatureColumn {
    private final ImageEncoder encoder;
    private final float[][] encoded;

    PictureColumn(ImageEncoder encoder, TableColumn.Images column) {
        this.encoder = encoder;
        this.encoded = new float[column.rows()][encoder.spec().width()];
        for (int row = 0; row < encoded.length; row++) {
            encoder.encode(column.value(row), row, encoded[row], 0);
        }
    }

    @Override
    public ImageEncoder encoder() {
        return encoder;
    }

    @Override
    public void encode(int row, float[] target, int at) {
        System.arraycopy(encoded[row], 0, target, at, encoded[row].length);
    }

    @Override
    public void encode(int row, float[] target, int at, Features.Drawn drawn) {
        if (drawn.takesValue()) {
            Arrays.fill(target, at, at + encoder.spec().width(), 0f);
        } else {
            encode(row, target, at);
        }
    }
}
