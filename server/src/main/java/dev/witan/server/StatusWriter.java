// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.engine.Engine;
import dev.witan.engine.Limits;
import dev.witan.engine.Mixture;
import dev.witan.engine.expert.Expert;
import dev.witan.kernels.Kernels;
import dev.witan.server.host.HostedMixture;
import dev.witan.server.host.Lifecycle;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes what a server is and does, for the person who runs it.
final class StatusWriter {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final double MILLIS = 1e3;

    private StatusWriter() {}

    static byte[] write(ServerConfig config, Lifecycle lifecycle, List<HostedMixture> mixtures, Duration uptime) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringProperty("version", config.version());
            json.writeStringProperty("state", lifecycle.state().word());
            json.writeNumberProperty("uptime_seconds", uptime.toMillis() / MILLIS);
            json.writeNumberProperty("requests_busy", lifecycle.busy());
            json.writeNumberProperty("api_keys", config.keys().size());
            writeLimits(json, config.limits());
            json.writeArrayPropertyStart("mixtures");
            mixtures.forEach(hosted -> writeEngine(json, hosted.engine()));
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeLimits(JsonGenerator json, ServerLimits limits) {
        json.writeObjectPropertyStart("limits");
        json.writeNumberProperty("body_bytes_max", limits.bodyBytesMax());
        json.writeNumberProperty("bodies_bytes_max", limits.bodiesBytesMax());
        json.writeNumberProperty("header_bytes_max", limits.headerBytesMax());
        json.writeNumberProperty("json_depth_max", limits.jsonDepthMax());
        json.writeNumberProperty("text_length_max", limits.textLengthMax());
        json.writeNumberProperty("tensors_max", limits.tensorsMax());
        json.writeNumberProperty("requests_max", limits.requestsMax());
        json.writeNumberProperty("connections_max", limits.connectionsMax());
        writeSeconds(json, "idle_max_seconds", limits.idleMax());
        writeSeconds(json, "head_max_seconds", limits.headMax());
        json.writeNumberProperty("bytes_per_second_min", limits.bytesPerSecondMin());
        json.writeNumberProperty("inflation_max", limits.inflationMax());
        json.writeEndObject();
    }

    private static void writeEngine(JsonGenerator json, Engine engine) {
        Mixture mixture = engine.mixture();
        Kernels kernels = mixture.layer().kernels();
        json.writeStartObject();
        json.writeStringProperty("name", mixture.name());
        json.writeNumberProperty("release", mixture.release());
        json.writeStringProperty("digest", mixture.digest());
        json.writeObjectPropertyStart("kernels");
        json.writeStringProperty("name", kernels.name());
        json.writeStringProperty("reason", kernels.reason());
        json.writeEndObject();
        json.writeNumberProperty("queue_depth", engine.queueDepth());
        json.writeNumberProperty("requests_open", engine.requestsOpen());
        json.writeArrayPropertyStart("experts");
        mixture.layer().experts().forEach(expert -> writeExpert(json, expert));
        json.writeEndArray();
        writeLimits(json, engine.limits());
        json.writeEndObject();
    }

    private static void writeExpert(JsonGenerator json, Expert expert) {
        json.writeStartObject();
        json.writeStringProperty("id", expert.id());
        json.writeStringProperty("digest", expert.digest());
        json.writeEndObject();
    }

    private static void writeLimits(JsonGenerator json, Limits limits) {
        json.writeObjectPropertyStart("limits");
        json.writeNumberProperty("queue_requests_max", limits.queueRequestsMax());
        json.writeNumberProperty("queue_rows_max", limits.queueRowsMax());
        json.writeNumberProperty("request_rows_max", limits.requestRowsMax());
        json.writeNumberProperty("explained_rows_max", limits.explainedRowsMax());
        json.writeNumberProperty("batch_rows_max", limits.batchRowsMax());
        json.writeNumberProperty("batches_in_flight_max", limits.batchesInFlightMax());
        json.writeNumberProperty("pending_rows_max", limits.pendingRowsMax());
        json.writeNumberProperty("lanes", limits.lanes());
        json.writeNumberProperty("compute_threads", limits.computeThreads());
        json.writeNumberProperty("tile_rows", limits.tileRows());
        json.writeNumberProperty("shared_work_min", limits.sharedWorkMin());
        writeSeconds(json, "deadline_default_seconds", limits.deadlineDefault());
        writeSeconds(json, "deadline_max_seconds", limits.deadlineMax());
        writeSeconds(json, "drain_max_seconds", limits.drainMax());
        json.writeEndObject();
    }

    private static void writeSeconds(JsonGenerator json, String name, Duration value) {
        json.writeNumberProperty(name, value.toMillis() / MILLIS);
    }
}
