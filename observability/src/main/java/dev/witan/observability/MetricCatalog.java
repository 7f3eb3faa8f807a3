// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import static dev.witan.observability.Metric.counter;
import static dev.witan.observability.Metric.gauge;
import static dev.witan.observability.Metric.histogram;
import static dev.witan.observability.Metric.info;

import java.util.List;

/// Every metric of Witan, declared once. The documentation page is made from it.
///
/// Every label set is bounded: `mixture` and `expert` by what the server hosts, `outcome` and `code` by
/// enumerations, `tenant` by the budgets of a configuration. No label ever holds what a caller sent.
public final class MetricCatalog {
    private static final List<String> MIXTURE = List.of("mixture");
    private static final List<String> MIXTURE_AND_CACHE = List.of("mixture", "cache");
    private static final List<String> MIXTURE_AND_TENANT = List.of("mixture", "tenant");
    private static final List<String> MIXTURE_AND_EXPERT = List.of("mixture", "expert");
    private static final List<Double> REQUEST_SECONDS = List.of(
            50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 5e-3, 10e-3, 25e-3, 50e-3, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
            10.0);
    private static final List<Double> STAGE_SECONDS =
            List.of(1e-6, 2.5e-6, 5e-6, 10e-6, 25e-6, 50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 10e-3, 0.1, 1.0);
    private static final List<Double> CHAT_SECONDS =
            List.of(1e-3, 2.5e-3, 5e-3, 10e-3, 25e-3, 50e-3, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0);
    private static final List<Double> POWERS_OF_TWO =
            List.of(1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0, 4096.0, 16384.0, 65536.0);

    static final Metric REQUESTS = counter(
            "witan_requests_total",
            "requests",
            List.of("mixture", "outcome"),
            "Admitted requests that ended, by how: answered, degraded (an expert was missing), or the error's code.");
    static final Metric REQUEST_DURATION = histogram(
            "witan_request_duration_seconds",
            "seconds",
            MIXTURE,
            "From admission to the end of a request, waiting included, whatever its outcome.",
            REQUEST_SECONDS);
    static final Metric GATE_DURATION = histogram(
            "witan_gate_duration_seconds",
            "seconds",
            MIXTURE,
            "Scoring and routing of one batch, dispatch included.",
            STAGE_SECONDS);
    static final Metric EXPERT_DURATION = histogram(
            "witan_expert_duration_seconds",
            "seconds",
            MIXTURE_AND_EXPERT,
            "One answered expert batch.",
            STAGE_SECONDS);
    static final Metric COMBINE_DURATION = histogram(
            "witan_combine_duration_seconds",
            "seconds",
            MIXTURE,
            "Combining the expert outputs of one batch and finishing its answers.",
            STAGE_SECONDS);
    static final Metric EXPERT_ROWS = counter(
            "witan_expert_rows_total",
            "rows",
            MIXTURE_AND_EXPERT,
            "Rows that were sent to the expert, answered or not: the load that the gate gives it.");
    static final Metric EXPERT_FAILURES = counter(
            "witan_expert_failures_total",
            "batches",
            List.of("mixture", "expert", "code"),
            "Expert batches that failed, by the error's code.");
    static final Metric BATCH_ROWS =
            histogram("witan_batch_rows", "rows", MIXTURE, "Rows of a batch that a lane took.", POWERS_OF_TWO);
    static final Metric BATCH_REQUESTS =
            histogram("witan_batch_requests", "requests", MIXTURE, "Requests that share a batch.", POWERS_OF_TWO);
    static final Metric QUEUE_DEPTH =
            gauge("witan_queue_depth", "requests", MIXTURE, "Admitted requests that wait for a lane.");
    static final Metric REQUESTS_OPEN =
            gauge("witan_requests_open", "requests", MIXTURE, "Admitted requests that have not ended yet.");
    static final Metric STEERS =
            gauge("witan_steers", "steers", MIXTURE, "Steers in force: what persons have ordered for now.");
    static final Metric OVERLAY_EPOCH = gauge(
            "witan_overlay_epoch",
            "epochs",
            MIXTURE,
            "The number of the overlay in force; it grows with every steer, expiry and change of load or price.");
    static final Metric STEERED_ROWS =
            counter("witan_steered_rows_total", "rows", MIXTURE, "Rows that were routed under at least one steer.");
    static final Metric OVER_CAPACITY = counter(
            "witan_over_capacity_total",
            "places",
            List.of("mixture", "outcome"),
            "Times that an expert had no room for a row of a batch, by what the row did: overflowed, it took another"
                    + " expert; shed, it did with one fewer.");
    static final Metric BUDGET_PRICE = gauge(
            "witan_budget_price",
            "score",
            MIXTURE_AND_TENANT,
            "What a unit of cost takes off a selection score now: 0 while spending is below the budget.");
    static final Metric BUDGET_ROWS = counter(
            "witan_budget_rows_total",
            "rows",
            MIXTURE_AND_TENANT,
            "Rows that were routed and whose cost counts for the budget.");
    static final Metric BUDGET_COST = counter(
            "witan_budget_cost_total",
            "cost",
            MIXTURE_AND_TENANT,
            "What their experts cost, in the unit of the experts' costs: divided by the rows, what to compare with the"
                    + " budget.");
    static final Metric BUDGET_EXHAUSTED = gauge(
            "witan_budget_exhausted",
            "",
            MIXTURE_AND_TENANT,
            "1 while even the cheapest experts cost more than the budget and its debt allow, else 0.");
    static final Metric CACHE_HITS = counter(
            "witan_cache_hits_total",
            "rows",
            MIXTURE_AND_CACHE,
            "Rows that a cache knew: routing, experts or answers.");
    static final Metric CACHE_MISSES =
            counter("witan_cache_misses_total", "rows", MIXTURE_AND_CACHE, "Rows that a cache did not know.");
    static final Metric CACHE_BYTES =
            gauge("witan_cache_bytes", "bytes", MIXTURE_AND_CACHE, "What the entries of a cache take.");
    static final Metric CACHE_SAVED = counter(
            "witan_cache_saved_multiply_adds_total",
            "multiply-adds",
            MIXTURE_AND_CACHE,
            "What the hits would have cost to compute.");
    static final Metric CACHE_CHECKED = counter(
            "witan_cache_checked_total",
            "rows",
            MIXTURE_AND_CACHE,
            "Hits on a similar row that were computed all the same, to see whether they agree.");
    static final Metric CACHE_DISAGREED = counter(
            "witan_cache_disagreed_total",
            "rows",
            MIXTURE_AND_CACHE,
            "Checked hits whose best experts were others: divided by the checked ones, the rate of disagreement.");
    static final Metric LANE_BREAKS = counter(
            "witan_lane_breaks_total",
            "breaks",
            MIXTURE,
            "Batches that failed on a broken invariant. Anything but 0 is a defect of Witan.");
    static final Metric REJECTED = counter(
            "witan_rejected_total",
            "requests",
            List.of("code"),
            "Requests refused before they were admitted, by the error's code.");
    static final Metric GRPC_CALLS = counter(
            "witan_grpc_calls_total",
            "calls",
            List.of("code"),
            "Calls over gRPC that ended, by their status; the messages of a stream are one call.");
    static final Metric CHAT_CALLS = counter(
            "witan_chat_calls_total",
            "calls",
            MIXTURE_AND_EXPERT,
            "Conversations that the expert's upstream was asked to answer.");
    static final Metric CHAT_FAILURES = counter(
            "witan_chat_failures_total",
            "calls",
            List.of("mixture", "expert", "reason"),
            "Calls of an upstream that gave no whole answer, by the reason; cancelled is a caller who left.");
    static final Metric CHAT_FIRST_EVENT = histogram(
            "witan_chat_first_event_seconds",
            "seconds",
            MIXTURE_AND_EXPERT,
            "From the call of an upstream to the first event of its answer, or to the whole of one that does not stream.",
            CHAT_SECONDS);
    static final Metric CHAT_TOKENS = counter(
            "witan_chat_tokens_total",
            "tokens",
            List.of("mixture", "expert", "kind"),
            "Tokens that upstreams say they read (prompt) and wrote (completion).");
    static final Metric REMOTE_CALLS = counter(
            "witan_remote_calls_total",
            "calls",
            List.of("mixture", "expert", "outcome"),
            "Calls of an expert over the network that ended, by how: answered, or the error's code.");
    static final Metric REMOTE_DURATION = histogram(
            "witan_remote_call_duration_seconds",
            "seconds",
            MIXTURE_AND_EXPERT,
            "One answered call over the network, there and back, without those that waited for a cold start.",
            REQUEST_SECONDS);
    static final Metric COLD_DURATION = histogram(
            "witan_function_cold_call_duration_seconds",
            "seconds",
            MIXTURE_AND_EXPERT,
            "One answered call of a function that had to start for it.",
            REQUEST_SECONDS);
    static final Metric REMOTE_SENT = counter(
            "witan_remote_sent_bytes_total",
            "bytes",
            MIXTURE_AND_EXPERT,
            "Bodies of calls over the network, as they were sent: packed where they were packed.");
    static final Metric REMOTE_RECEIVED = counter(
            "witan_remote_received_bytes_total",
            "bytes",
            MIXTURE_AND_EXPERT,
            "Bodies of answers over the network, as they came.");
    static final Metric WARM_UPS = counter(
            "witan_function_warm_ups_total",
            "requests",
            List.of("mixture", "expert", "start"),
            "Requests that only keep a function warm, by whether it was or had to start.");
    static final Metric REMOTE_UP = gauge(
            "witan_remote_up",
            "",
            MIXTURE_AND_EXPERT,
            "0 while the expert's other end is known not to answer, else 1.");
    static final Metric RELEASE = info(
            "witan_release_info",
            List.of("mixture", "release", "digest"),
            "1 for the release of each mixture that answers now.");
    static final Metric BUILD = info("witan_build_info", List.of("version", "java"), "1; the versions that run.");
    static final Metric KERNELS =
            info("witan_kernels_info", List.of("kernels", "reason"), "1; the kernels that compute, and why these.");
    static final Metric MEMORY_USED = gauge(
            "jvm_memory_used_bytes",
            "bytes",
            List.of("area"),
            "Memory in use of the JVM, heap or not. Weights and batches lie outside both.");
    static final Metric MEMORY_MAX =
            gauge("jvm_memory_max_bytes", "bytes", List.of("area"), "What the area may grow to; -1 when unbounded.");
    static final Metric THREADS = gauge("jvm_threads_current", "threads", List.of(), "Platform threads that live now.");
    static final Metric GC_SECONDS =
            counter("jvm_gc_collection_seconds_total", "seconds", List.of("gc"), "Time spent in garbage collection.");
    static final Metric CPU_SECONDS =
            counter("process_cpu_seconds_total", "seconds", List.of(), "Processor time that the process has used.");
    static final Metric START_TIME =
            gauge("process_start_time_seconds", "seconds", List.of(), "When the process started, in Unix time.");

    private MetricCatalog() {}

    /// Every metric, in the order in which the documentation lists them.
    public static List<Metric> all() {
        return List.of(
                REQUESTS,
                REQUEST_DURATION,
                GATE_DURATION,
                EXPERT_DURATION,
                COMBINE_DURATION,
                EXPERT_ROWS,
                EXPERT_FAILURES,
                BATCH_ROWS,
                BATCH_REQUESTS,
                QUEUE_DEPTH,
                REQUESTS_OPEN,
                STEERS,
                OVERLAY_EPOCH,
                STEERED_ROWS,
                OVER_CAPACITY,
                BUDGET_PRICE,
                BUDGET_ROWS,
                BUDGET_COST,
                BUDGET_EXHAUSTED,
                CACHE_HITS,
                CACHE_MISSES,
                CACHE_BYTES,
                CACHE_SAVED,
                CACHE_CHECKED,
                CACHE_DISAGREED,
                LANE_BREAKS,
                REJECTED,
                GRPC_CALLS,
                CHAT_CALLS,
                CHAT_FAILURES,
                CHAT_FIRST_EVENT,
                CHAT_TOKENS,
                REMOTE_CALLS,
                REMOTE_DURATION,
                COLD_DURATION,
                REMOTE_SENT,
                REMOTE_RECEIVED,
                WARM_UPS,
                REMOTE_UP,
                RELEASE,
                BUILD,
                KERNELS,
                MEMORY_USED,
                MEMORY_MAX,
                THREADS,
                GC_SECONDS,
                CPU_SECONDS,
                START_TIME);
    }
}
