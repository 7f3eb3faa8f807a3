// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.languages;

import dev.witan.model.config.ExampleConfig;
import java.util.List;
import java.util.Map;

/// Texts to try the mixture `languages` with: several scripts, two near relatives, and one that is two languages.
final class LanguagesExamples {
    private LanguagesExamples() {}

    static List<ExampleConfig> all() {
        return List.of(
                text("A question in German", "Wo ist der Bahnhof?"),
                text("Norwegian, and nearly Danish", "Jeg vet ikke hvor mye det koster, men vi kan spørre henne."),
                text("Ukrainian, and not Russian", "Скажіть, будь ласка, котра зараз година?"),
                text("Japanese, three scripts in one sentence", "明日は友だちとカフェで会う約束があります。"),
                text("Persian, in the letters of Arabic", "امروز هوا خیلی خوب است و می‌خواهیم به پارک برویم."),
                text("Two words that many languages share", "Radio Europa"),
                text("Half English, half Spanish", "See you mañana, que tengas buen día!"));
    }

    private static ExampleConfig text(String title, String text) {
        return new ExampleConfig(title, Map.of(LanguagesCorpus.TEXT, text));
    }
}
