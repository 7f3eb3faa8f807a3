// SPDX-License-Identifier: Apache-2.0
package dev.witan.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// An element of HTML or SVG. Whatever is put into it as text or as an attribute's value stays text, whoever
/// wrote it. Owned by one thread.
public final class Element {
    private static final Set<String> VOID = Set.of("meta", "link", "br");

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Object> children = new ArrayList<>();

    private Element(String name) {
        this.name = name;
    }

    public static Element of(String name) {
        return new Element(name);
    }

    /// An element with a text in it.
    public static Element of(String name, String text) {
        return new Element(name).text(text);
    }

    /// The styles of a page, which are the product's own and go in as they are.
    static Element ofStyles(String css) {
        Element element = new Element("style");
        element.children.add(new Styles(css));
        return element;
    }

    private record Styles(String css) {}

    /// Whether an attribute has this value.
    boolean has(String attribute, String value) {
        return value.equals(attributes.get(attribute));
    }

    /// A place or a length that was set before.
    double number(String attribute) {
        String value = attributes.get(attribute);
        if (value == null) {
            throw new IllegalStateException("an element '%s' must have a %s".formatted(name, attribute));
        }
        return Double.parseDouble(value);
    }

    public Element with(String attribute, String value) {
        attributes.put(attribute, value);
        return this;
    }

    /// A place or a length, to a tenth.
    public Element with(String attribute, double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return with(attribute, text.endsWith(".0") ? text.substring(0, text.length() - 2) : text);
    }

    public Element add(Element child) {
        children.add(child);
        return this;
    }

    public Element text(String text) {
        children.add(text);
        return this;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        out.append('<').append(name);
        attributes.forEach((attribute, value) -> {
            out.append(' ').append(attribute).append("=\"");
            escape(value, out);
            out.append('"');
        });
        out.append('>');
        if (VOID.contains(name)) {
            return;
        }
        for (Object child : children) {
            switch (child) {
                case Element element -> element.write(out);
                case Styles styles -> out.append(styles.css());
                default -> escape(child.toString(), out);
            }
        }
        out.append("</").append(name).append('>');
        out.append(name.equals("svg") || name.equals("tr") || name.equals("section") ? "\n" : "");
    }

    /// No character that starts markup, controls a terminal or turns the direction of what follows gets
    /// through.
    private static void escape(String text, StringBuilder out) {
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isHarmless(point) ? point : 0xFFFD);
            }
        });
    }

    private static boolean isHarmless(int point) {
        if (point == '\n' || point == '\t') {
            return true;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> false;
            case Character.FORMAT -> !isTurning(point);
            default -> true;
        };
    }

    /// Marks that make what follows run the other way.
    private static boolean isTurning(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }
}
