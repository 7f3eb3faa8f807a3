// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Mixture;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.model.config.CombineConfig;
import dev.witan.model.config.Datatype;
import dev.witan.model.config.EncodedColumn;
import dev.witan.model.config.EncoderConfig;
import dev.witan.model.config.Examples;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.InputColumn;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.Signature;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.repository.ReleasePublisher;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReleaseRoundTripTest {
    private static final Provenance PROVENANCE =
            new Provenance(Instant.parse("2026-11-22T07:00:00Z"), "ann", "", Map.of("seed", "7"));

    private final ReleaseLoader loader = new ReleaseLoader(Kernels.choose());
    private final ReleaseWriter writer = new ReleaseWriter(new ReleasePublisher());

    @TempDir
    private Path root;

    static Stream<MixtureSpec> specs() {
        MixtureSpec adult = Examples.adult().spec();
        EncoderConfig.Table noBins = new EncoderConfig.Table(
                List.of(new EncodedColumn.Numeric("age", 0), new EncodedColumn.Categorical("work class", 17)));
        return Stream.of(
                adult,
                Examples.reviews().spec(),
                with(adult, adult.encoder(), new GateConfig.Linear(), new HeadConfig.Regression()),
                with(adult, adult.encoder(), adult.gate(), new HeadConfig.MultiLabel(List.of("a", "b"), ";")),
                with(adult, adult.encoder(), adult.gate(), new HeadConfig.Quantile(List.of(0.1, 0.5))),
                with(adult, noBins, adult.gate(), new HeadConfig.MultiClass(List.of("a", "b", "c"))));
    }

    private static MixtureSpec dated() {
        MixtureSpec adult = Examples.adult().spec();
        return new MixtureSpec(
                new Signature(
                        List.of(new InputColumn("day", Datatype.BYTES), new InputColumn("at", Datatype.BYTES)),
                        "income"),
                new EncoderConfig.Table(List.of(
                        new EncodedColumn.Date("day", 5, false, ""),
                        new EncodedColumn.Date("at", 3, true, "dd.MM.yyyy HH:mm"))),
                new GateConfig.Linear(),
                adult.experts(),
                adult.routing().fanOut(),
                CombineConfig.WEIGHTED_SUM,
                adult.head());
    }

    @Test
    void keepsHowDatesAreRead() {
        MixtureConfig config = new MixtureConfig("adult", "", dated());
        InferenceRequest request = new InferenceRequest(List.of(
                new Column.Texts("day", new String[] {"2024-02-29", null}),
                new Column.Texts("at", new String[] {"29.02.2024 13:45", "2024-02-29T13:45"})));
        try (Arena arena = Arena.ofConfined()) {
            Mixture trained = Mixtures.random(arena, dated(), 1);
            writer.publish(folder(), config, trained, PROVENANCE);
            float[] expected = new float[2 * trained.encoder().dimensions()];
            trained.encoder().encode(request, expected);
            try (LoadedMixture loaded = loader.load(folder())) {
                float[] found = new float[expected.length];
                loaded.mixture().encoder().encode(request, found);
                assertThat(found).isEqualTo(expected);
                assertThat(loaded.configuration().spec().encoder()).isEqualTo(dated().encoder());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void writesSameBytesForWhatItLoaded(MixtureSpec spec) {
        MixtureConfig config = new MixtureConfig("adult", "", spec);
        try (Arena arena = Arena.ofConfined()) {
            ReleaseManifest first = writer.publish(folder(), config, Mixtures.random(arena, spec, 1), PROVENANCE);
            try (LoadedMixture loaded = loader.load(folder())) {
                ReleaseManifest second = writer.publish(folder(), config, loaded.mixture(), PROVENANCE);
                assertThat(second.release()).isEqualTo(2);
                assertThat(second.components()).isEqualTo(first.components());
                assertThat(second.digest()).isEqualTo(first.digest());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void loadsTheVeryNumbersThatWereTrained(MixtureSpec spec) {
        try (Arena arena = Arena.ofConfined()) {
            Mixture trained = Mixtures.random(arena, spec, 2);
            writer.publish(folder(), new MixtureConfig("adult", "", spec), trained, PROVENANCE);
            try (LoadedMixture loaded = loader.load(folder())) {
                Mixture served = loaded.mixture();
                assertThat(served.head()).isEqualTo(trained.head());
                assertThat(rows(served)).isEqualTo(rows(trained));
                assertThat(served.layer().router().selectionBias())
                        .isEqualTo(trained.layer().router().selectionBias());
                assertSameNumbers(gate(served), gate(trained));
                for (int i = 0; i < spec.experts().size(); i++) {
                    assertSameNumbers(expert(served, i), expert(trained, i));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void draftsConfigurationOfWhatIsInMemory(MixtureSpec spec) {
        try (Arena arena = Arena.ofConfined()) {
            Mixture trained = Mixtures.random(arena, spec, 5);
            MixtureConfig draft = ConfigurationDraft.of("adult", "", "income", trained);
            ReleaseManifest manifest = writer.publish(folder(), draft, trained, PROVENANCE);
            assertThat(manifest.configuration()).isEqualTo(draft);
            assertThat(draft.spec().gate()).isEqualTo(spec.gate());
            assertThat(draft.spec().head()).isEqualTo(spec.head());
            try (LoadedMixture loaded = loader.load(folder())) {
                assertThat(rows(loaded.mixture())).isEqualTo(rows(trained));
                assertThat(ConfigurationDraft.of("adult", "", "income", loaded.mixture()))
                        .isEqualTo(draft);
            }
        }
    }

    @Test
    void namesWhatItLoaded() {
        MixtureConfig config = Examples.adult();
        try (Arena arena = Arena.ofConfined()) {
            ReleaseManifest manifest =
                    writer.publish(folder(), config, Mixtures.random(arena, config.spec(), 3), PROVENANCE);
            try (LoadedMixture loaded = loader.load(folder())) {
                assertThat(loaded.configuration()).isEqualTo(config);
                assertThat(loaded.mixture().name()).isEqualTo("adult");
                assertThat(loaded.mixture().release()).isEqualTo(1);
                assertThat(loaded.mixture().digest()).isEqualTo(manifest.digest());
                assertThat(loaded.mixture().layer().experts())
                        .map(Expert::digest)
                        .containsExactlyElementsOf(config.spec().experts().stream()
                                .map(expert -> manifest.component(ComponentName.expert(expert.id()))
                                        .digest())
                                .toList());
            }
        }
    }

    @Test
    void freesMemoryOnce() {
        MixtureConfig config = Examples.adult();
        try (Arena arena = Arena.ofConfined()) {
            writer.publish(folder(), config, Mixtures.random(arena, config.spec(), 3), PROVENANCE);
        }
        LoadedMixture loaded = loader.load(folder());
        FeedForward gate = gate(loaded.mixture());
        loaded.close();
        loaded.close();
        assertThatThrownBy(() -> gate.layers().getFirst().bias().get(0, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesMixtureThatIsNotAsConfigured() {
        MixtureSpec adult = Examples.adult().spec();
        MixtureConfig linear =
                new MixtureConfig("adult", "", with(adult, adult.encoder(), new GateConfig.Linear(), adult.head()));
        try (Arena arena = Arena.ofConfined()) {
            Mixture mixture = Mixtures.random(arena, adult, 4);
            assertThatThrownBy(() -> writer.publish(folder(), linear, mixture, PROVENANCE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("gate must be as configured, [8 x 3 IDENTITY]: [8 x 8 RELU, 8 x 3 IDENTITY]");
        }
        assertThat(folder().activeRelease()).isEmpty();
    }

    private MixtureFolder folder() {
        return new MixtureRepository(root).locate("adult");
    }

    private static float[] rows(Mixture mixture) {
        InferenceRequest request = new InferenceRequest(mixture.encoder().columns().stream()
                .map(ReleaseRoundTripTest::column)
                .toList());
        float[] rows = new float[3 * mixture.encoder().dimensions()];
        mixture.encoder().encode(request, rows);
        return rows;
    }

    private static Column column(ColumnSpec column) {
        return column.kind() == ColumnSpec.Kind.NUMERIC
                ? new Column.Numbers(column.name(), new double[] {0.5, 1.25, Double.NaN})
                : new Column.Texts(column.name(), new String[] {"private", null, "never seen"});
    }

    private static FeedForward gate(Mixture mixture) {
        return ((NetworkGate) mixture.layer().gate()).network();
    }

    private static FeedForward expert(Mixture mixture, int index) {
        return (FeedForward) ((FfnExpert) mixture.layer().experts().get(index)).network();
    }

    private static void assertSameNumbers(FeedForward found, FeedForward expected) {
        assertThat(found.layers()).hasSameSizeAs(expected.layers());
        for (int i = 0; i < found.layers().size(); i++) {
            Linear a = found.layers().get(i);
            Linear b = expected.layers().get(i);
            assertThat(a.activation()).isEqualTo(b.activation());
            assertThat(a.inputs()).isEqualTo(b.inputs());
            for (int column = 0; column < a.outputs(); column++) {
                assertThat(a.bias().get(0, column)).isEqualTo(b.bias().get(0, column));
                for (int k = 0; k < a.inputs(); k++) {
                    assertThat(a.weights().get(k, column)).isEqualTo(b.weights().get(k, column));
                }
            }
        }
    }

    private static MixtureSpec with(MixtureSpec spec, EncoderConfig encoder, GateConfig gate, HeadConfig head) {
        return new MixtureSpec(
                spec.signature(),
                encoder,
                gate,
                spec.experts(),
                spec.routing().fanOut(),
                CombineConfig.WEIGHTED_SUM,
                head);
    }
}
