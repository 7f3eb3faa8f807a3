// SPDX-License-Identifier: Apache-2.0
package dev.witan.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Plots below one another as one SVG file, for slides and documents: dark on white, in styles that every viewer knows.
/// Owned by one thread.
public final class Sheet {
    private static final double TITLE = 30;
    private static final double GAP = 16;

    private final String title;
    private final List<Element> plots = new ArrayList<>();

    public Sheet(String title) {
        this.title = title;
    }

    public Sheet plot(LinePlot plot) {
        plots.add(plot.svg());
        return this;
    }

    public String svg() {
        Element body = Element.of("g");
        double top = TITLE;
        for (Element plot : plots) {
            body.add(plot.with("y", top));
            top += plot.number("height") + GAP;
        }
        String box = String.format(Locale.ROOT, "0 0 %.0f %.0f", Drawing.WIDTH, top);
        Element sheet = Element.of("svg")
                .with("xmlns", "http://www.w3.org/2000/svg")
                .with("viewBox", box)
                .with("width", 2 * Drawing.WIDTH)
                .with("height", 2 * top)
                .with("role", "img")
                .with("aria-label", title)
                .add(Element.of("title", title))
                .add(Element.ofStyles(Page.resource("sheet.css")))
                .add(Element.of("rect")
                        .with("class", "paper")
                        .with("width", "100%")
                        .with("height", "100%"))
                .add(Element.of("text", title)
                        .with("class", "head")
                        .with("x", Drawing.WIDTH / 2)
                        .with("y", 20)
                        .with("text-anchor", "middle"))
                .add(body);
        return sheet.toString();
    }
}
