// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.witan.server.security.ApiKey;
import dev.witan.server.security.ApiKeys;
import dev.witan.server.security.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyTest extends BrowserTest {
    @TempDir
    Path folder;

    @Test
    void asksForTheKeyThatTheServerWantsAndKeepsItToItself() throws IOException {
        ApiKey key = ApiKey.generate();
        Path file = folder.resolve("keys.yaml");
        Files.writeString(file, "keys:\n" + key.entry(new Principal("somebody", "ads", Set.of())));
        try (Site site = Site.withKeys(ApiKeys.read(file));
                Visit visit = visit()) {
            Page page = visit.page();
            page.navigate(site.url("/#ads"));

            give(page, "wrong");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("the API key must be one that this server knows");
            give(page, key.secret());
            assertThat(page.locator(".summary")).isVisible();

            assertThat((String) page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])"
                            + " + document.cookie + location.href"))
                    .doesNotContain(key.secret());
            assertThat(visit.complaints()).allMatch(complaint -> complaint.contains("401"));
        }
    }

    private static void give(Page page, String key) {
        page.getByLabel("API key").fill(key);
        page.keyboard().press("Enter");
    }
}
