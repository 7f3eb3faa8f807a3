// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.engine.encode.TextGrams;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.request.Column;
import dev.witan.engine.response.VectorHead;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A picture that may be, may also come as base64, though no other text may be as long.
class PictureFormsTest {
    private static final int TEXT_MAX = 65_536;

    private final Arena arena = Arena.ofShared();
    private final InferReader reader = new InferReader(mixture(), new ReadLimits(8, TEXT_MAX, 4, 4));

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private Mixture mixture() {
        TextGrams grams = new TextGrams(4, 1, 1, 10);
        TableEncoder encoder = new TableEncoder(List.of(
                new ImageEncoder("picture", 2, 2, ImageEncoder.Colour.GREY),
                new TextEncoder("title", grams, 1, new float[TextEncoder.RESERVED + grams.buckets()])));
        Linear linear = new Linear(
                PackedMatrix.pack(arena, FloatMatrix.allocate(arena, encoder.dimensions(), 1)),
                FloatMatrix.allocate(arena, 1, 1),
                Activation.IDENTITY);
        FeedForward network = new FeedForward(List.of(linear));
        MoeLayer layer = new MoeLayer(
                Kernels.available().getFirst(),
                new NetworkGate(network),
                Router.topK(new float[1], 1),
                List.of(new FfnExpert("a", "digest", network)),
                new WeightedSum());
        return new Mixture("pictures", 1, "digest", encoder, layer, new VectorHead("y", 1));
    }

    private InferCall read(String id, String column, String text) {
        String body =
                "{\"id\": \"%s\", \"inputs\": [{\"name\": \"%s\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"%s\"]}]}"
                        .formatted(id, column, text);
        return reader.read(ByteBuffer.wrap(body.getBytes(UTF_8)));
    }

    private static byte[] picture(int bytes) {
        byte[] picture = new byte[bytes];
        new Random(1).nextBytes(picture);
        return picture;
    }

    @Test
    void theLargestPictureComesAsBase64() {
        byte[] picture = picture(ImageEncoder.BYTES_MAX);

        InferCall call = read("1", "picture", Base64.getEncoder().encodeToString(picture));

        Column.Bytes column = (Column.Bytes) call.request().column("picture").orElseThrow();
        assertThat(column.value(0)).isEqualTo(picture);
    }

    @Test
    void aLargerOneIsRefusedWithTheBoundOfPictures() {
        String text = Base64.getEncoder().encodeToString(picture(ImageEncoder.BYTES_MAX + 3));

        assertThatThrownBy(() -> read("1", "picture", text))
                .isInstanceOf(WitanException.class)
                .hasMessageContaining("may be a picture of 1048576 bytes, of which base64 makes 1398104 characters");
    }

    @Test
    void noOtherTextMayBeAsLong() {
        String text = "a".repeat(TEXT_MAX + 1);

        assertThatThrownBy(() -> read("1", "title", text)).hasMessage("a text may have 65536 characters: it has 65537");
        assertThatThrownBy(() -> read(text, "title", "a")).hasMessage("id may have 65536 characters: it has 65537");
    }
}
