// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import dev.witan.model.safetensors.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Small layers in every layout, and what each family's formula makes of a token, in double precision.
final class Layers {
    static final int WIDTH = 32;
    private static final int EXPERTS = 8;
    private static final int HIDDEN = 24;
    private static final int CHOSEN = 3;

    private Layers() {}

    static ModelFiles files(Layout layout, int layer, TensorType type) {
        ModelFiles files = new ModelFiles(layout.ordinal() + 1, layer, type);
        files.add("self_attn.q_proj.weight", 1, 2, 2);
        switch (layout) {
            case MIXTRAL -> {
                files.add("block_sparse_moe.gate.weight", 0.3, EXPERTS, WIDTH);
                separate(files, "block_sparse_moe.experts.%d", "w1", "w3", "w2");
            }
            case OLMOE, QWEN3_MOE -> {
                files.add("mlp.gate.weight", 0.3, EXPERTS, WIDTH);
                separate(files, "mlp.experts.%d", "gate_proj", "up_proj", "down_proj");
            }
            case DEEPSEEK_V3 -> {
                files.add("mlp.gate.weight", 0.3, EXPERTS, WIDTH);
                files.add("mlp.gate.e_score_correction_bias", 0.2, EXPERTS);
                separate(files, "mlp.experts.%d", "gate_proj", "up_proj", "down_proj");
                network(files, "mlp.shared_experts", 2 * HIDDEN, "gate_proj", "up_proj", "down_proj");
            }
            case GPT_OSS -> {
                files.add("mlp.router.weight", 0.3, EXPERTS, WIDTH);
                files.add("mlp.router.bias", 0.5, EXPERTS);
                files.add("mlp.experts.gate_up_proj", 0.8, EXPERTS, WIDTH, 2 * HIDDEN);
                files.add("mlp.experts.gate_up_proj_bias", 2, EXPERTS, 2 * HIDDEN);
                files.add("mlp.experts.down_proj", 0.02, EXPERTS, HIDDEN, WIDTH);
                files.add("mlp.experts.down_proj_bias", 0.1, EXPERTS, WIDTH);
            }
        }
        return files;
    }

    private static void separate(ModelFiles files, String prefix, String gate, String up, String down) {
        for (int expert = 0; expert < EXPERTS; expert++) {
            network(files, prefix.formatted(expert), HIDDEN, gate, up, down);
        }
    }

    private static void network(ModelFiles files, String prefix, int hidden, String gate, String up, String down) {
        files.add(prefix + "." + gate + ".weight", 0.2, hidden, WIDTH);
        files.add(prefix + "." + up + ".weight", 0.2, hidden, WIDTH);
        files.add(prefix + "." + down + ".weight", 0.2, WIDTH, hidden);
    }

    static String config(Layout layout) {
        return switch (layout) {
            case MIXTRAL -> "{\"model_type\":\"mixtral\",\"num_experts_per_tok\":3,\"hidden_act\":\"silu\"}";
            case OLMOE -> "{\"model_type\":\"olmoe\",\"num_experts_per_tok\":3,\"norm_topk_prob\":false}";
            case QWEN3_MOE -> "{\"model_type\":\"qwen3_moe\",\"num_experts_per_tok\":3,\"norm_topk_prob\":true}";
            case DEEPSEEK_V3 ->
                "{\"model_type\":\"deepseek_v3\",\"num_experts_per_tok\":3,\"n_group\":4,\"topk_group\":2,"
                        + "\"routed_scaling_factor\":2.5,\"norm_topk_prob\":true,\"scoring_func\":\"sigmoid\","
                        + "\"topk_method\":\"noaux_tc\",\"n_shared_experts\":2}";
            case GPT_OSS ->
                "{\"model_type\":\"gpt_oss\",\"num_experts_per_tok\":3,\"hidden_act\":\"silu\",\"swiglu_limit\":7.0}";
        };
    }

    static double[] reference(Layout layout, ModelFiles files, double[] tokens) {
        double[] out = new double[tokens.length];
        for (int token = 0; token < tokens.length / WIDTH; token++) {
            double[] x = new double[WIDTH];
            System.arraycopy(tokens, token * WIDTH, x, 0, WIDTH);
            System.arraycopy(layer(layout, files, x), 0, out, token * WIDTH, WIDTH);
        }
        return out;
    }

    private static double[] layer(Layout layout, ModelFiles files, double[] x) {
        return switch (layout) {
            case MIXTRAL -> {
                double[] p = softmax(product(files.values("block_sparse_moe.gate.weight"), x));
                List<Integer> best = best(p, CHOSEN);
                double sum = best.stream().mapToDouble(e -> p[e]).sum();
                double[] y = new double[WIDTH];
                for (int e : best) {
                    add(y, p[e] / sum, swiglu(files, "block_sparse_moe.experts." + e, "w1", "w3", "w2", x));
                }
                yield y;
            }
            case OLMOE, QWEN3_MOE -> {
                double[] p = softmax(product(files.values("mlp.gate.weight"), x));
                List<Integer> best = best(p, CHOSEN);
                double sum = layout == Layout.OLMOE
                        ? 1
                        : best.stream().mapToDouble(e -> p[e]).sum();
                double[] y = new double[WIDTH];
                for (int e : best) {
                    add(y, p[e] / sum, usual(files, "mlp.experts." + e, x));
                }
                yield y;
            }
            case DEEPSEEK_V3 -> deepSeek(files, x);
            case GPT_OSS -> gptOss(files, x);
        };
    }

    /// Sigmoids choose with a bias among the two best of four groups of two, and weigh without it.
    private static double[] deepSeek(ModelFiles files, double[] x) {
        double[] z = product(files.values("mlp.gate.weight"), x);
        float[] bias = files.values("mlp.gate.e_score_correction_bias");
        double[] s = new double[EXPERTS];
        double[] biased = new double[EXPERTS];
        for (int e = 0; e < EXPERTS; e++) {
            s[e] = 1 / (1 + Math.exp(-z[e]));
            biased[e] = s[e] + bias[e];
        }
        double[] groups = new double[4];
        for (int g = 0; g < 4; g++) {
            groups[g] = biased[2 * g] + biased[2 * g + 1];
        }
        List<Integer> open = best(groups, 2);
        for (int e = 0; e < EXPERTS; e++) {
            biased[e] = open.contains(e / 2) ? biased[e] : Double.NEGATIVE_INFINITY;
        }
        List<Integer> best = best(biased, CHOSEN);
        double sum = best.stream().mapToDouble(e -> s[e]).sum() + 1e-20;
        double[] y = usual(files, "mlp.shared_experts", x);
        for (int e : best) {
            add(y, s[e] / sum * 2.5, usual(files, "mlp.experts." + e, x));
        }
        return y;
    }

    private static double[] gptOss(ModelFiles files, double[] x) {
        double[] z = product(files.values("mlp.router.weight"), x);
        float[] routerBias = files.values("mlp.router.bias");
        for (int e = 0; e < EXPERTS; e++) {
            z[e] += routerBias[e];
        }
        List<Integer> best = best(z, CHOSEN);
        double[] p = softmax(best.stream().mapToDouble(e -> z[e]).toArray());
        double[] y = new double[WIDTH];
        for (int i = 0; i < CHOSEN; i++) {
            add(y, p[i], clamped(files, best.get(i), x));
        }
        return y;
    }

    private static double[] clamped(ModelFiles files, int expert, double[] x) {
        float[] both = files.values("mlp.experts.gate_up_proj");
        float[] bothBias = files.values("mlp.experts.gate_up_proj_bias");
        float[] last = files.values("mlp.experts.down_proj");
        float[] lastBias = files.values("mlp.experts.down_proj_bias");
        double[] h = new double[2 * HIDDEN];
        for (int o = 0; o < 2 * HIDDEN; o++) {
            h[o] = bothBias[expert * 2 * HIDDEN + o];
            for (int i = 0; i < WIDTH; i++) {
                h[o] += x[i] * both[(expert * WIDTH + i) * 2 * HIDDEN + o];
            }
        }
        double[] y = new double[WIDTH];
        for (int o = 0; o < WIDTH; o++) {
            y[o] = lastBias[expert * WIDTH + o];
            for (int i = 0; i < HIDDEN; i++) {
                double gate = Math.min(h[2 * i], 7);
                double up = Math.clamp(h[2 * i + 1], -7, 7);
                double glu = gate / (1 + Math.exp(-1.702 * gate));
                y[o] += (up + 1) * glu * last[(expert * HIDDEN + i) * WIDTH + o];
            }
        }
        return y;
    }

    private static double[] usual(ModelFiles files, String prefix, double[] x) {
        return swiglu(files, prefix, "gate_proj", "up_proj", "down_proj", x);
    }

    private static double[] swiglu(ModelFiles files, String prefix, String gate, String up, String down, double[] x) {
        double[] g = product(files.values(prefix + "." + gate + ".weight"), x);
        double[] u = product(files.values(prefix + "." + up + ".weight"), x);
        double[] h = new double[g.length];
        for (int i = 0; i < h.length; i++) {
            h[i] = g[i] / (1 + Math.exp(-g[i])) * u[i];
        }
        return product(files.values(prefix + "." + down + ".weight"), h);
    }

    private static double[] product(float[] weights, double[] x) {
        double[] out = new double[weights.length / x.length];
        for (int o = 0; o < out.length; o++) {
            for (int i = 0; i < x.length; i++) {
                out[o] += weights[o * x.length + i] * x[i];
            }
        }
        return out;
    }

    private static double[] softmax(double[] z) {
        double sum = 0;
        double[] p = new double[z.length];
        for (int e = 0; e < z.length; e++) {
            p[e] = Math.exp(z[e]);
            sum += p[e];
        }
        for (int e = 0; e < z.length; e++) {
            p[e] /= sum;
        }
        return p;
    }

    private static List<Integer> best(double[] scores, int count) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(e -> -scores[e]))
                .limit(count)
                .toList();
    }

    private static void add(double[] y, double weight, double[] of) {
        for (int i = 0; i < y.length; i++) {
            y[i] += weight * of[i];
        }
    }

    /// Replaces the experts' weights by those of four bits with random scales, and answers what these compute.
    static double[] inFourBits(ModelFiles files, double[] tokens) {
        ModelFiles exact = new ModelFiles(1, 3, TensorType.F32);
        exact.tensors.putAll(files.tensors);
        fourBits(files, exact, "mlp.experts.gate_up_proj", WIDTH, 2 * HIDDEN, 125);
        // The last layer stays as it is: it has fewer inputs than a block.
        return reference(Layout.GPT_OSS, exact, tokens);
    }

    private static void fourBits(
            ModelFiles files, ModelFiles exact, String part, int inputs, int outputs, int exponent) {
        double[] values = {0, 0.5, 1, 1.5, 2, 3, 4, 6, -0.0, -0.5, -1, -1.5, -2, -3, -4, -6};
        int blocks = inputs / 32;
        byte[] bytes = new byte[EXPERTS * outputs * blocks * 16];
        byte[] scales = new byte[EXPERTS * outputs * blocks];
        float[] weights = new float[EXPERTS * inputs * outputs];
        Random random = new Random(5);
        for (int row = 0; row < EXPERTS * outputs; row++) {
            for (int input = 0; input < inputs; input++) {
                int bits = random.nextInt(16);
                int block = row * blocks + input / 32;
                scales[block] = (byte) (exponent - block % 3);
                bytes[block * 16 + input % 32 / 2] |= (byte) (input % 2 == 0 ? bits : bits << 4);
                int expert = row / outputs;
                weights[(expert * inputs + input) * outputs + row % outputs] =
                        (float) (values[bits] * Math.pow(2, exponent - block % 3 - 127));
            }
        }
        files.tensors.remove(files.name(part));
        files.put(
                part + "_blocks",
                ModelFiles.bytes(files.name(part + "_blocks"), TensorType.U8, bytes, EXPERTS, outputs, blocks, 16));
        files.put(
                part + "_scales",
                ModelFiles.bytes(files.name(part + "_scales"), TensorType.U8, scales, EXPERTS, outputs, blocks));
        exact.put(part, ModelFiles.tensor(exact.name(part), TensorType.F32, weights, EXPERTS, inputs, outputs));
    }

    /// Replaces the experts' weights by those of eight bits with a scale per block of 16 by 16.
    static double[] inEightBits(ModelFiles files, double[] tokens) {
        ModelFiles exact = new ModelFiles(1, 3, TensorType.F32);
        exact.tensors.putAll(files.tensors);
        for (String name : new ArrayList<>(files.tensors.keySet())) {
            if (name.contains("experts.") || name.contains("shared_experts")) {
                eightBits(files, exact, name.substring(files.name("").length()));
            }
        }
        return reference(Layout.DEEPSEEK_V3, exact, tokens);
    }

    private static void eightBits(ModelFiles files, ModelFiles exact, String part) {
        List<Long> shape = files.tensors.get(files.name(part)).shape();
        int rows = Math.toIntExact(shape.get(0));
        int columns = Math.toIntExact(shape.get(1));
        int across = Math.ceilDiv(columns, 16);
        float[] scales = new float[Math.ceilDiv(rows, 16) * across];
        byte[] bytes = new byte[rows * columns];
        float[] weights = new float[rows * columns];
        Random random = new Random(part.hashCode());
        for (int i = 0; i < scales.length; i++) {
            scales[i] = 0.01f * (1 + random.nextFloat());
        }
        for (int i = 0; i < bytes.length; i++) {
            int exponent = random.nextInt(12);
            int fraction = random.nextInt(8);
            boolean isNegative = random.nextBoolean();
            bytes[i] = (byte) ((isNegative ? 0x80 : 0) | exponent << 3 | fraction);
            double magnitude =
                    exponent == 0 ? fraction / 8.0 * Math.pow(2, -6) : (1 + fraction / 8.0) * Math.pow(2, exponent - 7);
            float scale = scales[i / columns / 16 * across + i % columns / 16];
            weights[i] = (float) (isNegative ? -magnitude : magnitude) * scale;
        }
        files.put(part, ModelFiles.bytes(files.name(part), TensorType.F8_E4M3, bytes, rows, columns));
        String scalePart = part + "_scale_inv";
        files.put(
                scalePart,
                ModelFiles.tensor(files.name(scalePart), TensorType.F32, scales, Math.ceilDiv(rows, 16), across));
        exact.put(part, ModelFiles.tensor(exact.name(part), TensorType.F32, weights, rows, columns));
    }
}
