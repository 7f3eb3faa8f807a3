// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/// Scales a picture by averaging: every pixel of the result is the mean of the area of the picture that it covers,
/// with parts of pixels counted in part. What is transparent shows white. Used once.
final class AreaScaling {
    private static final int CHANNELS = 3;
    private static final double RED = 0.299;
    private static final double GREEN = 0.587;
    private static final double BLUE = 0.114;

    private final BufferedImage image;
    private final int width;
    private final int height;
    private final ImageEncoder.Colour colour;
    private final double[] sums;

    AreaScaling(BufferedImage image, int width, int height, ImageEncoder.Colour colour) {
        this.image = image;
        this.width = width;
        this.height = height;
        this.colour = colour;
        this.sums = new double[width * height * CHANNELS];
    }

    /// Writes the pixels at `rows[at..]`, each from -1 to 1.
    void write(float[] rows, int at) {
        double[] line = new double[image.getWidth() * CHANNELS];
        double[] narrow = new double[width * CHANNELS];
        double rowsPerPixel = (double) image.getHeight() / height;
        for (int y = 0; y < image.getHeight(); y++) {
            read(y, line);
            narrow(line, narrow);
            int last = Math.min(height - 1, (int) Math.ceil((y + 1) / rowsPerPixel) - 1);
            for (int to = (int) (y / rowsPerPixel); to <= last; to++) {
                add(narrow, to, overlap(y, to * rowsPerPixel, (to + 1) * rowsPerPixel) / rowsPerPixel);
            }
        }
        for (int pixel = 0; pixel < width * height; pixel++) {
            write(pixel, rows, at);
        }
    }

    /// How much of `[from, from + 1]` lies within `[low, high]`.
    private static double overlap(int from, double low, double high) {
        return Math.max(0, Math.min(from + 1, high) - Math.max(from, low));
    }

    private void add(double[] narrow, int to, double share) {
        int target = to * width * CHANNELS;
        for (int i = 0; i < narrow.length; i++) {
            sums[target + i] += share * narrow[i];
        }
    }

    private void narrow(double[] line, double[] narrow) {
        double columnsPerPixel = (double) image.getWidth() / width;
        for (int to = 0; to < width; to++) {
            double low = to * columnsPerPixel;
            double high = (to + 1) * columnsPerPixel;
            for (int channel = 0; channel < CHANNELS; channel++) {
                double sum = 0;
                for (int x = (int) low; x < high && x < image.getWidth(); x++) {
                    sum += overlap(x, low, high) * line[x * CHANNELS + channel];
                }
                narrow[to * CHANNELS + channel] = sum / columnsPerPixel;
            }
        }
    }

    /// The colours of a line, from 0 to 1. Pictures in grey are read as they are stored: asked for their colours, Java
    /// takes them for linear light and brightens them.
    private void read(int y, double[] line) {
        boolean isGrey =
                image.getRaster().getNumBands() < CHANNELS && !(image.getColorModel() instanceof IndexColorModel);
        if (isGrey) {
            readGrey(y, line);
            return;
        }
        int[] colours = image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth());
        for (int x = 0; x < colours.length; x++) {
            double alpha = (colours[x] >>> 24) / 255.0;
            for (int channel = 0; channel < CHANNELS; channel++) {
                double value = (colours[x] >> (16 - 8 * channel) & 0xFF) / 255.0;
                line[x * CHANNELS + channel] = alpha * value + (1 - alpha);
            }
        }
    }

    private void readGrey(int y, double[] line) {
        Raster raster = image.getRaster();
        double most = (1L << raster.getSampleModel().getSampleSize(0)) - 1;
        for (int x = 0; x < image.getWidth(); x++) {
            double alpha = raster.getNumBands() > 1 ? raster.getSample(x, y, 1) / most : 1;
            double value = alpha * raster.getSample(x, y, 0) / most + (1 - alpha);
            for (int channel = 0; channel < CHANNELS; channel++) {
                line[x * CHANNELS + channel] = value;
            }
        }
    }

    private void write(int pixel, float[] rows, int at) {
        int from = pixel * CHANNELS;
        switch (colour) {
            case GREY -> rows[at + pixel] = scaled(RED * sums[from] + GREEN * sums[from + 1] + BLUE * sums[from + 2]);
            case RGB -> {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    rows[at + from + channel] = scaled(sums[from + channel]);
                }
            }
        }
    }

    private static float scaled(double value) {
        return (float) (2 * value - 1);
    }
}
