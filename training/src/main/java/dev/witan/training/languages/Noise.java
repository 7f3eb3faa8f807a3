// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.languages;

import dev.witan.training.network.SeededNumbers;
import java.text.Normalizer;

/// What people do to text: they leave accents out and punctuation away.
final class Noise {
    private static final double BARE_SHARE = 0.06;
    private static final double UNPOINTED_SHARE = 0.15;

    private Noise() {}

    static String on(String text, SeededNumbers random) {
        String unpointed = random.uniform() < UNPOINTED_SHARE ? unpointed(text) : text;
        return random.uniform() < BARE_SHARE ? bare(unpointed) : unpointed;
    }

    private static String unpointed(String text) {
        String kept = text.replaceAll("[\\p{P}&&[^'’\\-]]", " ").strip();
        return kept.isEmpty() ? text : kept;
    }

    /// Latin letters without their accents. Other scripts would lose vowels.
    private static String bare(String text) {
        StringBuilder bare = new StringBuilder();
        boolean isLatin = false;
        String split = Normalizer.normalize(text, Normalizer.Form.NFD);
        for (int i = 0; i < split.length(); i++) {
            char c = split.charAt(i);
            boolean isMark = Character.getType(c) == Character.NON_SPACING_MARK;
            if (!isMark) {
                isLatin = Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
            }
            if (!isMark || !isLatin) {
                bare.append(c);
            }
        }
        return Normalizer.normalize(bare, Normalizer.Form.NFC);
    }
}
