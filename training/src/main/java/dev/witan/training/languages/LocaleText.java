// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.languages;

import java.text.ListFormat;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.Chronology;
import java.time.chrono.HijrahEra;
import java.time.chrono.IsoEra;
import java.time.chrono.JapaneseEra;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Stream;

/// What the JDK says in a language, from the locale data (CLDR) that it carries, through its public classes only: names
/// of countries, languages, scripts, currencies, calendars and time zones, dates written out, numbers in words, lists.
final class LocaleText {
    private static final int DATES = 40;
    private static final int LISTS = 24;
    private static final List<String> COLLATIONS =
            List.of("dict", "phonebk", "phonetic", "pinyin", "search", "standard", "stroke", "trad", "zhuyin");
    private static final List<String> CALENDARS = List.of(
            "buddhist",
            "chinese",
            "coptic",
            "ethiopic",
            "gregory",
            "hebrew",
            "indian",
            "islamic",
            "iso8601",
            "japanese",
            "persian",
            "roc");
    private static final List<String> ZONES = List.of(
            "Europe/Paris",
            "Europe/London",
            "Europe/Moscow",
            "Europe/Istanbul",
            "Europe/Athens",
            "Atlantic/Azores",
            "Africa/Lagos",
            "Africa/Nairobi",
            "Africa/Johannesburg",
            "Africa/Abidjan",
            "Asia/Kolkata",
            "Asia/Tokyo",
            "Asia/Seoul",
            "Asia/Shanghai",
            "Asia/Hong_Kong",
            "Asia/Singapore",
            "Asia/Jakarta",
            "Asia/Makassar",
            "Asia/Bangkok",
            "Asia/Dhaka",
            "Asia/Karachi",
            "Asia/Kabul",
            "Asia/Tehran",
            "Asia/Baghdad",
            "Asia/Dubai",
            "Asia/Jerusalem",
            "Asia/Tbilisi",
            "Asia/Yerevan",
            "Asia/Tashkent",
            "Asia/Almaty",
            "Asia/Novosibirsk",
            "Asia/Vladivostok",
            "Asia/Manila",
            "Asia/Kathmandu",
            "Asia/Colombo",
            "Australia/Sydney",
            "Australia/Perth",
            "Pacific/Auckland",
            "Pacific/Fiji",
            "Pacific/Honolulu",
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Los_Angeles",
            "America/Anchorage",
            "America/Halifax",
            "America/St_Johns",
            "America/Mexico_City",
            "America/Bogota",
            "America/Lima",
            "America/Sao_Paulo",
            "America/Argentina/Buenos_Aires",
            "America/Havana",
            "America/Caracas",
            "Antarctica/Vostok");
    private static final List<String> NUMERALS = List.of(
            "arab", "armn", "beng", "deva", "geor", "grek", "gujr", "hans", "hebr", "jpan", "khmr", "latn", "mymr",
            "roman", "taml", "thai", "tibt");

    private final Locale locale;
    private final Set<String> texts = new LinkedHashSet<>();

    private LocaleText(Locale locale) {
        this.locale = locale;
    }

    /// The texts, each once, in an order that depends on nothing but the locale data.
    static List<String> of(Locale locale) {
        LocaleText text = new LocaleText(locale);
        text.names();
        text.calendar();
        text.dates();
        text.zones();
        text.numbers();
        text.lists();
        return List.copyOf(text.texts);
    }

    private void names() {
        countries().forEach(country -> add(country.getDisplayCountry(locale)));
        languages().forEach(language -> add(language.getDisplayLanguage(locale)));
        Arrays.stream(Locale.getAvailableLocales())
                .filter(available -> !available.getScript().isEmpty()
                        || !available.getCountry().isEmpty())
                .map(Locale::toLanguageTag)
                .sorted()
                .map(Locale::forLanguageTag)
                .peek(available -> add(available.getDisplayScript(locale)))
                .filter(available -> !available.getScript().isEmpty())
                .forEach(available -> add(available.getDisplayName(locale)));
        Currency.getAvailableCurrencies().stream()
                .sorted(Comparator.comparing(Currency::getCurrencyCode))
                .forEach(currency -> add(currency.getDisplayName(locale)));
        extensions("co", COLLATIONS);
        extensions("ca", CALENDARS);
        extensions("nu", NUMERALS);
    }

    private static Stream<Locale> countries() {
        return Arrays.stream(Locale.getISOCountries()).sorted().map(code -> Locale.of("", code));
    }

    private static Stream<Locale> languages() {
        return Arrays.stream(Locale.getISOLanguages()).sorted().map(Locale::of);
    }

    private void extensions(String key, List<String> values) {
        for (String value : values) {
            Locale extended = new Locale.Builder()
                    .setLocale(locale)
                    .setUnicodeLocaleKeyword(key, value)
                    .build();
            add(extended.getDisplayName(locale));
        }
    }

    private void calendar() {
        for (ChronoField field : ChronoField.values()) {
            add(field.getDisplayName(locale));
        }
        add(IsoFields.WEEK_OF_WEEK_BASED_YEAR.getDisplayName(locale));
        add(IsoFields.QUARTER_OF_YEAR.getDisplayName(locale));
        Chronology.getAvailableChronologies().stream()
                .sorted(Comparator.comparing(Chronology::getId))
                .forEach(chronology -> add(chronology.getDisplayName(TextStyle.FULL, locale)));
        for (IsoEra era : IsoEra.values()) {
            add(era.getDisplayName(TextStyle.FULL, locale));
        }
        add(JapaneseEra.HEISEI.getDisplayName(TextStyle.FULL, locale));
        add(HijrahEra.AH.getDisplayName(TextStyle.FULL, locale));
        for (int month = 1; month <= 12; month++) {
            for (String pattern : List.of("LLLL", "LLLL y", "d MMMM", "QQQQ y", "EEEE", "cccc")) {
                add(format(pattern, LocalDate.of(2021, month, month + 5)));
            }
        }
        for (int hour = 0; hour < 24; hour++) {
            add(format("B", LocalTime.of(hour, 0)));
            add(format("h B", LocalTime.of(hour, 30)));
        }
    }

    private void dates() {
        for (int i = 0; i < DATES; i++) {
            LocalDate date = LocalDate.of(1953, 1, 3).plusDays(683L * i);
            ZonedDateTime time = date.atTime((7 * i) % 24, (13 * i) % 60).atZone(zone(i));
            add(DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
                    .withLocale(locale)
                    .format(date));
            add(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                    .withLocale(locale)
                    .format(date));
            add(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.FULL)
                    .withLocale(locale)
                    .format(time));
        }
    }

    private static ZoneId zone(int index) {
        return ZoneId.of(ZONES.get(index % ZONES.size()));
    }

    private void zones() {
        for (String id : ZONES) {
            TimeZone zone = TimeZone.getTimeZone(id);
            add(zone.getDisplayName(false, TimeZone.LONG, locale));
            add(zone.getDisplayName(true, TimeZone.LONG, locale));
            add(zone.toZoneId().getDisplayName(TextStyle.FULL, locale));
        }
    }

    private void numbers() {
        NumberFormat words = NumberFormat.getCompactNumberInstance(locale, NumberFormat.Style.LONG);
        for (long thousands = 1; thousands <= 1_000_000_000_000L; thousands *= 10) {
            for (int digit : new int[] {1, 2, 3, 5, 7}) {
                add(words.format(thousands * digit));
            }
        }
    }

    /// Lists of countries and of languages, for the words between.
    private void lists() {
        List<String> countries =
                countries().map(country -> country.getDisplayCountry(locale)).toList();
        List<String> languages =
                List.of("en", "fr", "ru", "zh", "ar", "es", "de", "ja", "hi", "sw", "pt", "it").stream()
                        .map(code -> Locale.of(code).getDisplayLanguage(locale))
                        .toList();
        for (int i = 0; i < LISTS; i++) {
            for (ListFormat.Type type : List.of(ListFormat.Type.STANDARD, ListFormat.Type.OR)) {
                ListFormat format = ListFormat.getInstance(locale, type, ListFormat.Style.FULL);
                List<String> names = i % 2 == 0 ? countries : languages;
                int from = (31 * i) % (names.size() - 3);
                add(format.format(names.subList(from, from + 2 + i % 2)));
            }
        }
    }

    private String format(String pattern, java.time.temporal.TemporalAccessor time) {
        return DateTimeFormatter.ofPattern(pattern, locale).format(time);
    }

    private void add(String text) {
        if (text.codePoints().anyMatch(Character::isLetter)) {
            texts.add(text.strip());
        }
    }
}
