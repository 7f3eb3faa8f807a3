// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// One visitor's look at the page, in a browser window of its own, which notes everything that goes wrong in it.
final class Visit implements AutoCloseable {
    private static final String TELL_VIOLATIONS =
            "addEventListener('securitypolicyviolation', e => console.error('CSP: ' + e.violatedDirective + ' ' + e.blockedURI))";

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    Visit(Browser browser, UnaryOperator<Browser.NewContextOptions> options) {
        this.context = browser.newContext(options.apply(new Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setColorScheme(ColorScheme.LIGHT)
                .setReducedMotion(ReducedMotion.REDUCE)));
        this.context.addInitScript(TELL_VIOLATIONS);
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /// What the browser's console has to say against the page.
    List<String> complaints() {
        return complaints;
    }

    void requireNoComplaints() {
        assertThat(complaints).as("errors and warnings in the console").isEmpty();
    }

    @Override
    public void close() {
        context.close();
    }
}
