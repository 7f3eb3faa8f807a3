// SPDX-License-Identifier: Apache-2.0
package dev.witan.report;

import java.util.ArrayList;
import java.util.List;

/// A table of figures; the first cell of each row names it. Owned by one thread.
public final class DataTable {
    private final String caption;
    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    /// @param caption what it is a table of
    /// @param heads of the columns
    public DataTable(String caption, List<String> heads) {
        this.caption = caption;
        this.heads = List.copyOf(heads);
    }

    public DataTable row(List<String> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    /// The table, which scrolls sideways where it is too wide.
    public Element element() {
        Element head = Element.of("tr");
        for (int i = 0; i < heads.size(); i++) {
            head.add(Element.of("th", heads.get(i)).with("scope", "col").with("class", i == 0 ? "name" : "number"));
        }
        Element body = Element.of("tbody");
        for (List<String> row : rows) {
            body.add(element(row));
        }
        Element table = Element.of("table")
                .add(Element.of("caption", caption))
                .add(Element.of("thead").add(head))
                .add(body);
        return Element.of("div")
                .with("class", "scroll")
                .with("role", "region")
                .with("aria-label", caption)
                .with("tabindex", "0")
                .add(table);
    }

    private static Element element(List<String> row) {
        Element line = Element.of("tr");
        for (int i = 0; i < row.size(); i++) {
            line.add(
                    i == 0
                            ? Element.of("th", row.get(i)).with("scope", "row").with("class", "name")
                            : Element.of("td", row.get(i)).with("class", "number"));
        }
        return line;
    }
}
