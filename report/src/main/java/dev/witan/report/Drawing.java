// SPDX-License-Identifier: Apache-2.0
package dev.witan.report;

/// A picture that is being drawn: an SVG element with a title and a description for those who cannot see it.
/// Owned by one thread.
final class Drawing {
    /// As wide as a telephone shows without making letters smaller.
    static final double WIDTH = 350;

    private static final double LETTER = 6.3;
    private static final double DIGIT = 7;

    private final Element svg;

    /// @param title what it shows
    Drawing(String title, double width, double height) {
        this.svg = Element.of("svg")
                .with("xmlns", "http://www.w3.org/2000/svg")
                .with("viewBox", "0 0 %.0f %.0f".formatted(width, height))
                .with("width", width)
                .with("height", height)
                .with("role", "img")
                .with("aria-label", title)
                .add(Element.of("title", title));
    }

    Element svg() {
        return svg;
    }

    Element line(String style, double x1, double y1, double x2, double y2) {
        return put(Element.of("line")
                .with("class", style)
                .with("x1", x1)
                .with("y1", y1)
                .with("x2", x2)
                .with("y2", y2));
    }

    Element box(String style, double x, double y, double width, double height) {
        return put(Element.of("rect")
                .with("class", style)
                .with("x", x)
                .with("y", y)
                .with("width", Math.max(0, width))
                .with("height", Math.max(0, height)));
    }

    Element dot(String style, double x, double y, double radius) {
        return put(Element.of("circle")
                .with("class", style)
                .with("cx", x)
                .with("cy", y)
                .with("r", radius));
    }

    /// @param anchor `start`, `middle` or `end`
    Element text(String text, double x, double y, String anchor) {
        return put(Element.of("text", text).with("x", x).with("y", y).with("text-anchor", anchor));
    }

    /// What is written below a tick, moved inwards where it would stand out of the picture.
    void tick(String label, double x, double y) {
        double half = widthOfDigits(label) / 2;
        text(label, Math.clamp(x, half, Math.max(half, WIDTH - half)), y, "middle");
    }

    /// A name as long as there is room; the whole of it shows when it is pointed at.
    Element name(String name, double x, double y, String anchor, double room) {
        String shown = shortened(name, (int) (room / LETTER));
        Element text = text(shown, x, y, anchor);
        return shown.equals(name) ? text : text.add(Element.of("title", name));
    }

    static String shortened(String name, int lettersMax) {
        int letters = name.codePointCount(0, name.length());
        return letters <= lettersMax
                ? name
                : name.substring(0, name.offsetByCodePoints(0, Math.max(1, lettersMax - 1))) + "…";
    }

    static double widthOfDigits(String text) {
        return text.length() * DIGIT;
    }

    static double width(String text) {
        return text.codePointCount(0, text.length()) * LETTER;
    }

    Element put(Element element) {
        svg.add(element);
        return element;
    }
}
