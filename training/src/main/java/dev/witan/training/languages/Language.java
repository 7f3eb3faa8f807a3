// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.languages;

import java.util.List;
import java.util.Locale;

/// One of the languages that the mixture tells apart.
///
/// @param code as in BCP 47, and the class that is answered
/// @param title what English calls it
/// @param family by which the report groups it; nothing learns from it
record Language(String code, String title, Family family) {

    /// Languages of common descent, told apart by script where that is what a reader sees first; and small groups of
    /// what has no kin among the 42.
    enum Family {
        ROMANCE("Romance"),
        GERMANIC("Germanic"),
        SLAVIC_LATIN("Slavic, Latin script"),
        SLAVIC_CYRILLIC("Slavic, Cyrillic script"),
        BALTIC("Baltic"),
        URALIC("Uralic"),
        ARABIC_SCRIPT("Arabic script and Hebrew"),
        INDIC("Indic scripts"),
        EAST_ASIAN("East Asian"),
        GREEK_GEORGIAN("Greek and Georgian"),
        OTHER_LATIN("Turkish, Indonesian, Swahili, Vietnamese");

        private final String title;

        Family(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /// All of them, in the order of the classes.
    static List<Language> all() {
        return List.of(
                new Language("ar", "Arabic", Family.ARABIC_SCRIPT),
                new Language("bg", "Bulgarian", Family.SLAVIC_CYRILLIC),
                new Language("bn", "Bengali", Family.INDIC),
                new Language("cs", "Czech", Family.SLAVIC_LATIN),
                new Language("da", "Danish", Family.GERMANIC),
                new Language("de", "German", Family.GERMANIC),
                new Language("el", "Greek", Family.GREEK_GEORGIAN),
                new Language("en", "English", Family.GERMANIC),
                new Language("es", "Spanish", Family.ROMANCE),
                new Language("et", "Estonian", Family.URALIC),
                new Language("fa", "Persian", Family.ARABIC_SCRIPT),
                new Language("fi", "Finnish", Family.URALIC),
                new Language("fr", "French", Family.ROMANCE),
                new Language("he", "Hebrew", Family.ARABIC_SCRIPT),
                new Language("hi", "Hindi", Family.INDIC),
                new Language("hr", "Croatian", Family.SLAVIC_LATIN),
                new Language("hu", "Hungarian", Family.URALIC),
                new Language("id", "Indonesian", Family.OTHER_LATIN),
                new Language("it", "Italian", Family.ROMANCE),
                new Language("ja", "Japanese", Family.EAST_ASIAN),
                new Language("ka", "Georgian", Family.GREEK_GEORGIAN),
                new Language("ko", "Korean", Family.EAST_ASIAN),
                new Language("lt", "Lithuanian", Family.BALTIC),
                new Language("lv", "Latvian", Family.BALTIC),
                new Language("nb", "Norwegian Bokmål", Family.GERMANIC),
                new Language("nl", "Dutch", Family.GERMANIC),
                new Language("pl", "Polish", Family.SLAVIC_LATIN),
                new Language("pt", "Portuguese", Family.ROMANCE),
                new Language("ro", "Romanian", Family.ROMANCE),
                new Language("ru", "Russian", Family.SLAVIC_CYRILLIC),
                new Language("sk", "Slovak", Family.SLAVIC_LATIN),
                new Language("sl", "Slovenian", Family.SLAVIC_LATIN),
                new Language("sr", "Serbian", Family.SLAVIC_CYRILLIC),
                new Language("sv", "Swedish", Family.GERMANIC),
                new Language("sw", "Swahili", Family.OTHER_LATIN),
                new Language("ta", "Tamil", Family.INDIC),
                new Language("th", "Thai", Family.EAST_ASIAN),
                new Language("tr", "Turkish", Family.OTHER_LATIN),
                new Language("uk", "Ukrainian", Family.SLAVIC_CYRILLIC),
                new Language("ur", "Urdu", Family.ARABIC_SCRIPT),
                new Language("vi", "Vietnamese", Family.OTHER_LATIN),
                new Language("zh", "Chinese", Family.EAST_ASIAN));
    }

    static Language of(String code) {
        return all().stream()
                .filter(language -> language.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no language of the mixture: " + code));
    }

    Locale locale() {
        return Locale.of(code);
    }
}
