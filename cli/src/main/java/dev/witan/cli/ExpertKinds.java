// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.expert.Expert;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.time.NanoClock;
import dev.witan.experts.chat.ChatExpert;
import dev.witan.experts.chat.ChatLimits;
import dev.witan.experts.chat.ChatUpstream;
import dev.witan.experts.onnx.OnnxExpert;
import dev.witan.experts.onnx.OnnxGate;
import dev.witan.experts.remote.EnvironmentKey;
import dev.witan.experts.remote.FunctionSettings;
import dev.witan.experts.remote.Packing;
import dev.witan.experts.remote.RemoteExperts;
import dev.witan.experts.remote.RemoteObserver;
import dev.witan.experts.remote.RemoteSettings;
import dev.witan.experts.remote.Target;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.CallConfig;
import dev.witan.model.config.CompressionConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.GateConfig;
import dev.witan.model.load.ForeignExperts;
import dev.witan.model.load.ReleaseLoader;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Brings experts of every kind to life. Close the experts first, then this. Thread-safe.
final class ExpertKinds implements ForeignExperts, AutoCloseable {
    private final Map<String, String> environment;
    private final BiFunction<String, String, RemoteObserver> observers;
    private final RemoteExperts remote;

    /// @param environment the variables that hold keys
    /// @param clock on which batches have their deadlines
    /// @param observers who is told of the calls of an expert, by the names of its mixture and its own
    ExpertKinds(
            Map<String, String> environment, NanoClock clock, BiFunction<String, String, RemoteObserver> observers) {
        this.observers = observers;
        this.environment = Map.copyOf(environment);
        this.remote = new RemoteExperts(clock);
    }

    /// What this process's environment and clock give.
    static ExpertKinds ofProcess() {
        return ofProcess((_, _) -> RemoteObserver.NONE);
    }

    /// The same, with somebody who is told of the calls of an expert, by the names of its mixture and its own.
    static ExpertKinds ofProcess(BiFunction<String, String, RemoteObserver> observers) {
        return new ExpertKinds(System.getenv(), NanoClock.system(), observers);
    }

    /// A loader that knows them all.
    ReleaseLoader loader(Kernels kernels) {
        return new ReleaseLoader(kernels, this);
    }

    @Override
    public Expert open(
            String mixture, ExpertConfig config, String digest, Optional<MemorySegment> file, int inputs, int outputs) {
        return switch (config) {
            case ExpertConfig.Onnx onnx -> OnnxExpert.open(onnx.id(), digest, file.orElseThrow(), inputs, outputs);
            case ExpertConfig.Remote other ->
                remote.remote(
                        other.id(), digest, inputs, outputs, settings(other), observers.apply(mixture, other.id()));
            case ExpertConfig.Function function ->
                remote.function(
                        function.id(),
                        digest,
                        inputs,
                        outputs,
                        settings(function),
                        observers.apply(mixture, function.id()));
            case ExpertConfig.Chat chat ->
                new ChatExpert(
                        chat.id(),
                        digest,
                        inputs,
                        ChatUpstream.of(chat.url(), chat.model(), chat.calls().keyEnv(), environment),
                        ChatLimits.defaults()
                                .with(chat.calls().timeout(), chat.calls().inFlightMax()));
            case ExpertConfig.Ffn _, ExpertConfig.Trees _ ->
                throw new IllegalArgumentException("an expert of this kind is run by the engine: " + config.id());
        };
    }

    private RemoteSettings settings(ExpertConfig.Remote other) {
        CallConfig calls = other.calls();
        return new RemoteSettings(
                Target.of(other.url()),
                other.model(),
                calls.timeout(),
                calls.inFlightMax(),
                calls.batchRowsMax(),
                packing(other.compression()),
                key(calls));
    }

    private FunctionSettings settings(ExpertConfig.Function function) {
        CallConfig calls = function.calls();
        return new FunctionSettings(
                Target.of(function.url()),
                calls.timeout(),
                calls.inFlightMax(),
                calls.batchRowsMax(),
                key(calls),
                function.warm().every(),
                Math.max(1, function.warm().instances()));
    }

    private static Packing packing(CompressionConfig compression) {
        return compression.method() == CompressionConfig.Method.NONE
                ? Packing.NONE
                : new Packing((int) Math.min(Integer.MAX_VALUE, compression.aboveBytes()));
    }

    private String key(CallConfig calls) {
        return EnvironmentKey.read(calls.keyEnv(), environment);
    }

    @Override
    public Gate openGate(GateConfig.Onnx config, MemorySegment file, int inputs, int experts) {
        return OnnxGate.open(file, inputs, experts);
    }

    @Override
    public void close() {
        remote.close();
    }
}
