// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.languages;

/// How much of what goes into the corpus.
///
/// @param wholes times that a sentence is there as a whole
/// @param cuts pieces that are cut out of a sentence
/// @param wordsMax words of the longest piece
/// @param names texts of the locale data per language
record LanguagesMix(int wholes, int cuts, int wordsMax, int names) {}
