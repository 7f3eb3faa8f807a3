// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import java.util.function.IntConsumer;

/// One pass over a normalised text, code point by code point, which hashes each gram as it ends. It allocates nothing
/// after it is made. Used once.
///
/// Every bit of a hash is in the releases that were trained with it: a change here needs new releases of all of them.
final class GramWalk {
    private static final int BOUNDARY = ' ';
    private static final int NUMBER = '0';
    private static final int APOSTROPHE = '\'';
    private static final int NONE = -1;
    private static final int FACTOR = 0x9E3779B1;
    private static final int WORD_SEED = 0x3C6EF372;
    private static final int SCRIPT_SEED = 0x5BD1E995;
    private static final int MARK_SEED = 0x1B873593;

    private final TextGrams grams;
    private final IntConsumer sink;
    private final int[] recent;
    private int length;
    private int word;
    private int last = NONE;
    private Character.UnicodeScript script = Character.UnicodeScript.COMMON;

    GramWalk(TextGrams grams, IntConsumer sink) {
        this.grams = grams;
        this.sink = sink;
        this.recent = new int[grams.longest()];
    }

    void walk(String text) {
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            take(point, at < text.length() ? text.codePointAt(at) : BOUNDARY);
        }
        endWord();
    }

    private void take(int point, int next) {
        if (Character.isDigit(point)) {
            if (last != NUMBER) {
                letter(NUMBER);
            }
        } else if (Character.isLetter(point) || isMark(point)) {
            letter(point);
            script(point);
        } else if (isApostrophe(point) && length > 0 && Character.isLetter(next)) {
            letter(APOSTROPHE);
        } else if (!Character.isIdentifierIgnorable(point)) {
            endWord();
            separator(point);
        }
    }

    /// Vowel signs of Indic scripts, accents that stand alone, and the non-joiner within Persian words.
    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || point == 0x200C;
    }

    /// As typed and as printed. The letter U+02BC, which Unicode knows as one, is a letter of its own here too.
    private static boolean isApostrophe(int point) {
        return point == APOSTROPHE || point == 0x2019 || point == 0x2018;
    }

    private void letter(int point) {
        if (length == 0) {
            push(BOUNDARY);
            word = WORD_SEED;
        }
        push(point);
        emitEnding();
        word = step(word, point);
        last = point;
    }

    private void endWord() {
        if (length > 0) {
            push(BOUNDARY);
            emitEnding();
            if (length > grams.longest()) {
                emit(word);
            }
            length = 0;
            last = NONE;
        }
    }

    private void push(int point) {
        recent[length % recent.length] = point;
        length++;
    }

    /// The grams that end with the last code point, from the shortest to the longest. A boundary alone is none.
    private void emitEnding() {
        int hash = 0;
        int longest = Math.min(grams.longest(), length);
        for (int order = 1; order <= longest; order++) {
            int point = recent[(length - order) % recent.length];
            hash = step(hash, point);
            if (order >= grams.shortest() && (order > 1 || point != BOUNDARY)) {
                emit(hash);
            }
        }
    }

    private void script(int point) {
        Character.UnicodeScript of = Character.UnicodeScript.of(point);
        boolean isOwn = of != Character.UnicodeScript.COMMON && of != Character.UnicodeScript.INHERITED;
        if (isOwn && (of != script || length == 2)) {
            script = of;
            emit(step(SCRIPT_SEED, of.name().hashCode()));
        }
    }

    private void separator(int point) {
        boolean isBlank = Character.isWhitespace(point) || Character.isSpaceChar(point);
        if (!isBlank && point != last && Character.getType(point) != Character.SURROGATE) {
            emit(step(MARK_SEED, point));
        }
        last = isBlank ? NONE : point;
    }

    private static int step(int hash, int point) {
        int sum = (hash + point + 1) * FACTOR;
        return sum ^ (sum >>> 15);
    }

    private void emit(int hash) {
        int mixed = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
        mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
        mixed ^= mixed >>> 16;
        sink.accept((int) (((mixed & 0xFFFFFFFFL) * grams.buckets()) >>> 32));
    }
}
