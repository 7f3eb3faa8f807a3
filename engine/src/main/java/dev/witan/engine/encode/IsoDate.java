// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.encode;

import java.time.LocalDate;
import java.time.YearMonth;

/// Reads a date, or a date and a time, in the extended form of ISO 8601, without exceptions for what is none: tables
/// have many texts that are no dates. Used once.
final class IsoDate {
    private static final double NO_DATE = Double.NaN;
    private static final int DATE_LENGTH = 10;
    private static final int DIGITS_MAX = 9;

    private final String text;
    private int at;

    IsoDate(String text) {
        this.text = text;
    }

    /// Seconds since the beginning of 1970, or `NaN`.
    double seconds() {
        if (text.length() < DATE_LENGTH || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return NO_DATE;
        }
        int year = digits(0, 4);
        int month = digits(5, 2);
        int day = digits(8, 2);
        boolean isDate = year >= 0 && month >= 1 && month <= 12 && day >= 1;
        if (!isDate || day > YearMonth.of(year, month).lengthOfMonth()) {
            return NO_DATE;
        }
        at = DATE_LENGTH;
        double midnight = LocalDate.of(year, month, day).toEpochDay() * 86_400.0;
        return at == text.length() ? midnight : midnight + time();
    }

    private double time() {
        char separator = text.charAt(at++);
        if (separator != 'T' && separator != 't' && separator != ' ') {
            return NO_DATE;
        }
        int hour = number(2, 23);
        double seconds = 3_600.0 * hour;
        if (hour < 0 || !skips(':')) {
            return NO_DATE;
        }
        int minute = number(2, 59);
        seconds += 60.0 * minute;
        if (minute >= 0 && skips(':')) {
            int second = number(2, 59);
            seconds = second < 0 ? NO_DATE : seconds + second + fraction();
        }
        return minute < 0 ? NO_DATE : seconds - offset();
    }

    private double fraction() {
        if (!skips('.') && !skips(',')) {
            return 0;
        }
        int from = at;
        double value = 0;
        double unit = 1;
        while (at < text.length() && isDigit(text.charAt(at)) && at - from < DIGITS_MAX) {
            value = 10 * value + (text.charAt(at++) - '0');
            unit *= 10;
        }
        return at == from ? NO_DATE : value / unit;
    }

    /// Of what is left: nothing, `Z`, or hours and minutes.
    private double offset() {
        if (at == text.length()) {
            return 0;
        }
        char sign = text.charAt(at++);
        if (sign == 'Z' || sign == 'z') {
            return at == text.length() ? 0 : NO_DATE;
        }
        int hours = sign == '+' || sign == '-' ? number(2, 18) : -1;
        boolean hasMinutes = hours >= 0 && (skips(':') || at < text.length());
        int minutes = hasMinutes ? number(2, 59) : 0;
        if (hours < 0 || minutes < 0 || at != text.length()) {
            return NO_DATE;
        }
        return (sign == '-' ? -1 : 1) * (3_600.0 * hours + 60.0 * minutes);
    }

    private boolean skips(char wanted) {
        boolean isThere = at < text.length() && text.charAt(at) == wanted;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private int number(int length, int most) {
        int value = digits(at, length);
        at += length;
        return value > most ? -1 : value;
    }

    /// The number that these digits spell; -1 if they are none.
    private int digits(int from, int count) {
        if (from + count > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + count; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            value = 10 * value + (text.charAt(i) - '0');
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
