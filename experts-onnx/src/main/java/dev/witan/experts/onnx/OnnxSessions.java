// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/// Opens sessions of ONNX Runtime, all with the same options: no threads of their own, so that an expert uses the
/// thread that calls it and nothing else. Loads the library when first used.
final class OnnxSessions {
    /// Where graphs run: `cpu`, or what else the library at hand was built for, such as `cuda`.
    static final String DEVICE = "witan.onnx.device";

    private static final String CPU = "cpu";

    private OnnxSessions() {}

    static String version() {
        return Library.ENVIRONMENT.getVersion();
    }

    /// Copies what it needs of `file`.
    static OrtSession open(MemorySegment file) throws OrtException {
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            options.setDeterministicCompute(true);
            // What goes wrong comes as an exception, and need not be on stderr as well.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            useDevice(options, System.getProperty(DEVICE, CPU));
            if (file.isNative()) {
                return Library.ENVIRONMENT.createSession(file.asByteBuffer(), options);
            }
            return Library.ENVIRONMENT.createSession(file.toArray(ValueLayout.JAVA_BYTE), options);
        }
    }

    /// A tensor of `rows` rows over the start of native memory, which must outlive it.
    static OnnxTensor tensor(MemorySegment memory, int rows, int columns) throws OrtException {
        ByteBuffer bytes = memory.asSlice(0, (long) rows * columns * Float.BYTES)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder());
        return OnnxTensor.createTensor(Library.ENVIRONMENT, bytes.asFloatBuffer(), new long[] {rows, columns});
    }

    private static void useDevice(SessionOptions options, String device) throws OrtException {
        List<String> devices = OrtEnvironment.getAvailableProviders().stream()
                .map(OnnxSessions::name)
                .toList();
        if (!devices.contains(device)) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION, "%s must be one of %s: %s".formatted(DEVICE, devices, device));
        }
        if (device.equals(name(OrtProvider.CUDA))) {
            options.addCUDA();
        }
    }

    private static String name(OrtProvider provider) {
        return provider.name().toLowerCase(Locale.ROOT);
    }

    private static final class Library {
        private static final OrtEnvironment ENVIRONMENT =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "witan");
    }
}
