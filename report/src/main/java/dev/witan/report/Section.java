// SPDX-License-Identifier: Apache-2.0
package dev.witan.report;

import java.util.ArrayList;
import java.util.List;

/// A part of a report: what it shows and how to read it, then plots with their numbers. Owned by one thread.
public final class Section {
    private final String title;
    private final List<Element> parts = new ArrayList<>();
    private final Element plots = Element.of("div").with("class", "plots");

    public Section(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /// A paragraph before the plots.
    public Section say(String text) {
        parts.add(Element.of("p", text));
        return this;
    }

    /// A plot.
    ///
    /// @param reading what it shows and how to read it
    /// @param numbers the same as a table
    public Section plot(String heading, String reading, Element svg, DataTable numbers) {
        Element drawn = Element.of("div").with("class", "drawn").add(svg);
        boolean isBroad = svg.has("class", "map broad");
        if (isBroad) {
            drawn.with("class", "drawn scroll")
                    .with("tabindex", "0")
                    .with("role", "region")
                    .with("aria-label", heading);
        }
        plots.add(Element.of("figure")
                .with("class", isBroad ? "wide" : "narrow")
                .add(Element.of("figcaption").add(Element.of("h3", heading)).add(Element.of("p", reading)))
                .add(drawn)
                .add(Element.of("details")
                        .add(Element.of("summary", "The numbers"))
                        .add(numbers.element())));
        return this;
    }

    /// A table of its own.
    public Section table(DataTable table) {
        plots.add(Element.of("div").with("class", "wide").add(table.element()));
        return this;
    }

    Element element(String id) {
        Element section = Element.of("section")
                .with("aria-labelledby", id)
                .add(Element.of("h2", title).with("id", id));
        parts.forEach(section::add);
        return section.add(plots);
    }
}
