// SPDX-License-Identifier: Apache-2.0
package dev.witan.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A report as one HTML file with everything in it: no script, nothing that is fetched from elsewhere, light or
/// dark as its reader has it. Owned by one thread.
public final class Page {
    private final String title;
    private final String subtitle;
    private final List<Element> facts = new ArrayList<>();
    private final List<Element> sections = new ArrayList<>();
    private final List<Element> contents = new ArrayList<>();

    public Page(String title, String subtitle) {
        this.title = title;
        this.subtitle = subtitle;
    }

    /// A figure at the top of the page.
    ///
    /// @param note what to know about it; may be empty
    public Page fact(String name, String value, String note) {
        facts.add(Element.of("div")
                .add(Element.of("dt", name))
                .add(Element.of("dd", value))
                .add(Element.of("dd", note).with("class", "quiet")));
        return this;
    }

    /// A section; a plot in it has its numbers in a table behind it.
    public Page section(Section section) {
        String id = "part-" + (sections.size() + 1);
        contents.add(Element.of("li").add(Element.of("a", section.title()).with("href", "#" + id)));
        sections.add(section.element(id));
        return this;
    }

    public String html() {
        Element head = Element.of("head")
                .add(Element.of("meta").with("charset", "utf-8"))
                .add(Element.of("meta")
                        .with("http-equiv", "Content-Security-Policy")
                        .with("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"))
                .add(Element.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"))
                .add(Element.of("link").with("rel", "icon").with("href", "data:,"))
                .add(Element.of("title", title))
                .add(Element.ofStyles(resource("report.css")));
        Element list = Element.of("dl").with("class", "facts");
        facts.forEach(list::add);
        Element ways = Element.of("ol");
        contents.forEach(ways::add);
        Element main = Element.of("main")
                .add(Element.of("header")
                        .add(Element.of("h1", title))
                        .add(Element.of("p", subtitle).with("class", "quiet")))
                .add(list)
                .add(Element.of("nav").with("aria-label", "Contents").add(ways));
        sections.forEach(main::add);
        Element page = Element.of("html")
                .with("lang", "en")
                .add(head)
                .add(Element.of("body").add(main));
        return "<!DOCTYPE html>\n" + page + "\n";
    }

    /// A file of the product's own.
    static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
