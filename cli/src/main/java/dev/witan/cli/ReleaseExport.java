// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.Mixture;
import dev.witan.engine.expert.Expert;
import dev.witan.experts.onnx.export.GraphExport;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.repository.Component;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One release on its way into a folder of graphs, with `export.json` that says what each is and how rows are routed.
final class ReleaseExport {
    private static final JsonMapper JSON = new JsonMapper();

    private final Console console;
    private final MixtureFolder folder;
    private final LoadedMixture loaded;
    private final Kernels kernels;
    private final Arena arena;
    private final ObjectNode report = JSON.createObjectNode();
    private int graphs;
    private double greatestDifference;

    /// @param arena holds the files that are copied
    ReleaseExport(Console console, MixtureFolder folder, LoadedMixture loaded, Kernels kernels, Arena arena) {
        this.console = console;
        this.folder = folder;
        this.loaded = loaded;
        this.kernels = kernels;
        this.arena = arena;
    }

    /// The greatest difference of all graphs that were compared.
    double greatestDifference() {
        return greatestDifference;
    }

    /// How many graphs the folder has now.
    int write(Path out) throws IOException {
        Files.createDirectories(out);
        Mixture mixture = loaded.mixture();
        report.put("mixture", folder.name());
        report.put("release", loaded.manifest().release());
        report.put("digest", loaded.manifest().digest());
        report.put("encodedWidth", mixture.encoder().dimensions());
        report.set("configuration", JSON.readTree(MixtureConfigs.toJson(loaded.configuration())));
        ArrayNode bias = report.putArray("selectionBias");
        for (float value : mixture.layer().router().selectionBias()) {
            bias.add(value);
        }
        ArrayNode files = report.putArray("graphs");
        ArrayNode skipped = report.putArray("skipped");
        writeGate(out, files);
        MixtureSpec spec = loaded.configuration().spec();
        for (int i = 0; i < spec.experts().size(); i++) {
            write(out, spec.experts().get(i), mixture.layer().experts().get(i), files, skipped);
        }
        Files.writeString(
                out.resolve("export.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
        return graphs;
    }

    private void writeGate(Path out, ArrayNode files) throws IOException {
        if (loaded.configuration().spec().gate() instanceof GateConfig.Onnx) {
            copy(out, "gate.onnx", ComponentName.GATE, files);
            return;
        }
        for (var graph :
                GraphExport.of(kernels, loaded.mixture().layer().gate()).entrySet()) {
            put(out, graph.getKey() + ".onnx", graph.getValue(), files);
        }
    }

    private void write(Path out, ExpertConfig config, Expert expert, ArrayNode files, ArrayNode skipped)
            throws IOException {
        String file = "expert-%s.onnx".formatted(config.id());
        if (config instanceof ExpertConfig.Onnx) {
            copy(out, file, ComponentName.expert(config.id()), files);
            return;
        }
        Optional<GraphExport> graph = GraphExport.of(kernels, expert);
        if (graph.isPresent()) {
            put(out, file, graph.get(), files);
        } else {
            String reason = "expert '%s' is of kind %s: it runs elsewhere".formatted(config.id(), config.kind());
            skipped.add(reason);
            console.tell("skipped: " + reason);
        }
    }

    private void put(Path out, String file, GraphExport graph, ArrayNode files) throws IOException {
        Files.write(out.resolve(file), graph.bytes());
        files.addObject().put("file", file).put("difference", graph.difference());
        greatestDifference = Math.max(greatestDifference, graph.difference());
        graphs++;
        console.tell(String.format(Locale.ROOT, "%s: relative difference %.1e", file, graph.difference()));
    }

    /// What came as a graph leaves as it came.
    private void copy(Path out, String file, ComponentName name, ArrayNode files) throws IOException {
        Component component = loaded.manifest().component(name);
        String own = component.files().getFirst().name();
        Files.write(out.resolve(file), folder.map(component, own, arena).toArray(ValueLayout.JAVA_BYTE));
        files.addObject().put("file", file).put("copied", true);
        graphs++;
        console.tell("%s: copied".formatted(file));
    }
}
