// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the browser that the tests run in: the one that `WITAN_CHROMIUM` names, or where systems install it.
final class Chromium {
    private static final String VARIABLE = "WITAN_CHROMIUM";
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
    private static final List<String> FOLDERS =
            List.of("/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome");
    private static final List<String> ELSEWHERE = List.of(
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    private Chromium() {}

    static Path find() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .map(Path::of)
                .or(() -> candidates().filter(Files::isExecutable).findFirst())
                .orElseThrow(() -> new AssertionError("the tests of the page need a Chromium and found none. Install it"
                        + " (Debian, Ubuntu: apt-get install chromium), or name its program in " + VARIABLE));
    }

    private static Stream<Path> candidates() {
        Stream<Path> usual = FOLDERS.stream().flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return Stream.concat(usual, ELSEWHERE.stream().map(Path::of));
    }
}
