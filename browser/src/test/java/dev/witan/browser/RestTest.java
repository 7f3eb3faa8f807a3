// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The page on a clock that the test turns.
class RestTest extends BrowserTest {
    private static final long LOOK_MILLIS = 1_100;
    private static final long LONG_MILLIS = 60_000;

    @Test
    void asksTheServerOnlyWhileSomebodyLooks() {
        try (Visit visit = visit()) {
            Page page = visit.page();
            AtomicInteger requests = new AtomicInteger();
            page.onRequest(_ -> requests.incrementAndGet());
            page.clock().install();
            page.navigate(site().url("/#ads"));
            page.clock().runFor(LOOK_MILLIS);
            page.locator(".summary").waitFor();
            page.waitForRequest("**/stats", () -> page.clock().runFor(LOOK_MILLIS));

            show(page, false);
            page.clock().runFor(LONG_MILLIS);
            int before = requests.get();
            page.clock().runFor(LONG_MILLIS);

            assertThat(requests).hasValue(before);
            page.waitForRequest("**/stats", () -> show(page, true));
            visit.requireNoComplaints();
        }
    }

    @Test
    void asksAServerThatIsGoneLessAndLessOften() {
        try (Visit visit = visit()) {
            Page page = visit.page();
            page.clock().install();
            page.navigate(site().url("/#ads"));
            page.clock().runFor(LOOK_MILLIS);
            page.locator(".summary").waitFor();
            visit.context().setOffline(true);
            page.clock().runFor(LONG_MILLIS);
            page.locator(".banner").waitFor();
            AtomicInteger requests = new AtomicInteger();
            page.onRequest(_ -> requests.incrementAndGet());

            for (int second = 0; second < 60; second++) {
                page.clock().runFor(1_000);
            }

            assertThat(requests.get()).as("requests in a minute").isLessThan(20);
        }
    }

    private static void show(Page page, boolean isShown) {
        page.evaluate(
                "(isShown) => { Object.defineProperty(document, 'hidden', {value: !isShown, configurable: true});"
                        + " document.dispatchEvent(new Event('visibilitychange')); }",
                isShown);
    }
}
