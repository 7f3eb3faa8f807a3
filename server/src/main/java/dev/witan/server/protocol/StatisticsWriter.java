// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.Mixture;
import dev.witan.observability.Elapsed;
import dev.witan.observability.ExpertStatistics;
import dev.witan.observability.MixtureStatistics;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Writes the answer to `GET /v2/models/{mixture}/stats`: what releases have done since they were loaded. Encoding and
/// combining are measured by request and not by batch.
public final class StatisticsWriter {
    private StatisticsWriter() {}

    /// One release and its statistics.
    public record Entry(Mixture mixture, MixtureStatistics statistics) {}

    /// The statistics of some releases.
    public static byte[] write(List<Entry> entries) {
        return Metadata.object(json -> {
            json.writeArrayPropertyStart("model_stats");
            entries.forEach(entry -> write(json, entry.mixture(), entry.statistics()));
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, Mixture mixture, MixtureStatistics statistics) {
        json.writeStartObject();
        json.writeStringProperty("name", mixture.name());
        json.writeStringProperty("version", Integer.toString(mixture.release()));
        json.writeNumberProperty("last_inference", statistics.lastEndedMillis());
        json.writeNumberProperty("inference_count", statistics.rows() / mixture.rowsEach());
        json.writeNumberProperty("execution_count", statistics.batches());
        writeStages(json, statistics);
        json.writeArrayPropertyStart("batch_stats");
        for (MixtureStatistics.OfSize size : statistics.batchesBySize()) {
            json.writeStartObject();
            json.writeNumberProperty("batch_size", size.rows() / mixture.rowsEach());
            write(json, "compute_input", 0, 0);
            write(
                    json,
                    "compute_infer",
                    size.computed().count(),
                    size.computed().nanos());
            write(json, "compute_output", 0, 0);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("expert_stats");
        statistics.experts().forEach(expert -> write(json, expert));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeStages(JsonGenerator json, MixtureStatistics statistics) {
        json.writeObjectPropertyStart("inference_stats");
        write(json, "success", statistics.success());
        write(json, "fail", statistics.fail());
        write(json, "queue", statistics.queue());
        write(json, "compute_input", statistics.encode());
        write(json, "compute_infer", statistics.infer());
        write(json, "compute_output", statistics.combine());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ExpertStatistics expert) {
        json.writeStartObject();
        json.writeStringProperty("expert", expert.expert());
        json.writeNumberProperty("rows", expert.rows());
        json.writeNumberProperty("batches", expert.batches());
        json.writeNumberProperty("ns", expert.answered().nanos());
        json.writeNumberProperty("failures", expert.failures());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Elapsed elapsed) {
        write(json, name, elapsed.count(), elapsed.nanos());
    }

    private static void write(JsonGenerator json, String name, long count, long nanos) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("count", count);
        json.writeNumberProperty("ns", nanos);
        json.writeEndObject();
    }
}
