// SPDX-License-Identifier: Apache-2.0
package dev.witan.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class WebFilesTest {
    private static final Path SOURCES = Path.of("src/main/resources/dev/witan/web/app");
    private static final Pattern IMPORTED = Pattern.compile("(?:from|import) ?\"([^\"]+)\"");
    private static final Pattern MAPPED = Pattern.compile("\"(/console/[^\"]+)\"");

    private final WebFiles files = new WebFiles();

    @Test
    void everyFileOfTheFolderIsListed() throws IOException {
        try (Stream<Path> found = Files.list(SOURCES)) {
            assertThat(found.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(WebFiles.OWN);
        }
    }

    @Test
    void everyFileIsThereAndComesBackFromItsCompressedForm() throws IOException {
        for (WebFile file : files.all()) {
            assertThat(bytes(file.gzip())).as(file.path()).hasSizeGreaterThan(20);
            try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(bytes(file.gzip())))) {
                assertThat(plain.readAllBytes()).as(file.path()).isEqualTo(bytes(file.bytes()));
            }
            assertThat(file.contentType()).isNotBlank();
        }
    }

    @Test
    void everyNameInTheImportMapLeadsToAFile() {
        Matcher paths = MAPPED.matcher(text(WebFiles.PAGE));
        while (paths.find()) {
            String path = paths.group(1);
            assertThat(files.all().stream().map(WebFile::path))
                    .as(path)
                    .anyMatch(known -> path.endsWith("/") ? known.startsWith(path) : known.equals(path));
        }
    }

    @Test
    void everyImportLeadsToAFile() {
        String map = text(WebFiles.PAGE);
        for (WebFile file : files.all()) {
            if (file.contentType().startsWith("text/javascript")) {
                Matcher imports = IMPORTED.matcher(text(file.path()));
                while (imports.find()) {
                    requireTarget(file, imports.group(1), map);
                }
            }
        }
    }

    private void requireTarget(WebFile file, String name, String map) {
        String what = file.path() + " imports " + name;
        if (name.startsWith(".") || name.startsWith("/")) {
            String path = URI.create(file.path()).resolve(name).toString();
            assertThat(files.find(path)).as(what).isPresent();
        } else if (name.startsWith("lit-html/")) {
            assertThat(map).as(what).contains("\"lit-html/\"");
        } else {
            assertThat(map).as(what).contains('"' + name + '"');
        }
    }

    @Test
    void nothingOfOursNamesAnotherServer() {
        for (String name : WebFiles.OWN) {
            String text = text("/console/app/" + name).replace("http://www.w3.org/2000/svg", "");
            assertThat(text).as(name).doesNotContain("http:", "https:", "//cdn");
        }
    }

    @Test
    void aPathThatIsNotListedHasNoFile() {
        List<String> paths = List.of(
                "/console/app/../../index.html",
                "/console/app/",
                "/console/app",
                "/index.html",
                "/console/lib/d3-7.9.0/dist/../dist/d3.min.js",
                "/console/lib/d3-7.9.0/LICENSE",
                "/console/app/app.js/",
                "");
        assertThat(paths).allSatisfy(path -> assertThat(files.find(path)).isEmpty());
    }

    @Test
    void librariesStayUnderTheirPathForGood() {
        assertThat(files.find("/console/lib/d3-7.9.0/dist/d3.min.js")
                        .orElseThrow()
                        .isImmutable())
                .isTrue();
        assertThat(files.find("/console/app/app.js").orElseThrow().isImmutable())
                .isFalse();
    }

    @Test
    void bytesCannotBeChanged() {
        assertThat(files.find(WebFiles.PAGE).orElseThrow().bytes().isReadOnly()).isTrue();
    }

    @Test
    void thePolicyAllowsNoScriptThatIsNotServedOrNamed() {
        assertThat(files.contentSecurityPolicy())
                .startsWith("default-src 'none'; script-src 'self' 'sha256-")
                .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'", "connect-src 'self'")
                .doesNotContain("unsafe");
    }

    private String text(String path) {
        return new String(bytes(files.find(path).orElseThrow().bytes()), UTF_8);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
