// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The words that stand for constants in `mixture.yaml`: `TOP_K_SOFTMAX` is `topKSoftmax`.
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        StringBuilder word = new StringBuilder();
        boolean raise = false;
        for (char c : constant.name().toCharArray()) {
            if (c == '_') {
                raise = true;
            } else {
                word.append(raise ? c : Character.toLowerCase(c));
                raise = false;
            }
        }
        return word.toString();
    }

    static <E extends Enum<E>> E parse(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (of(constant).equals(word)) {
                return constant;
            }
        }
        String known = Stream.of(type.getEnumConstants()).map(Words::of).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("must be one of %s: %s".formatted(known, word));
    }
}
