// SPDX-License-Identifier: Apache-2.0
package dev.witan.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every file of the page, by its path. Only what is listed here can be had: no path is ever turned into the name of a
/// file. Immutable and thread-safe.
public final class WebFiles {
    /// Where the page itself is.
    public static final String PAGE = "/";

    private static final String APP = "/console/app/";
    private static final String LIBRARIES = "/console/lib/";
    private static final String OWN_RESOURCES = "dev/witan/web/";
    private static final String IMPORT_MAP_BEGIN = "<script type=\"importmap\">";
    private static final String IMPORT_MAP_END = "</script>";

    /// The modules and styles of our own, in the folder `app`.
    static final List<String> OWN = List.of(
            "answer.js",
            "api.js",
            "app.js",
            "base.css",
            "colours.js",
            "controls.css",
            "d3.js",
            "decision.js",
            "icon.svg",
            "input.js",
            "layout.css",
            "live.js",
            "numbers.js",
            "picture.js",
            "pictures.css",
            "place.js",
            "question.js",
            "readings.js",
            "records.js",
            "server.js",
            "stages.js",
            "words.js");

    private static final List<Library> FOREIGN = List.of(
            new Library("lit", "3.3.0", "index.js", "directives/live.js"),
            new Library(
                    "lit-html",
                    "3.3.2",
                    "lit-html.js",
                    "is-server.js",
                    "directive.js",
                    "directive-helpers.js",
                    "directives/live.js"),
            new Library("lit-element", "4.2.2", "lit-element.js"),
            new Library("lit__reactive-element", "2.1.2", "reactive-element.js", "css-tag.js"),
            new Library("d3", "7.9.0", "dist/d3.min.js"));

    private final Map<String, WebFile> files = new LinkedHashMap<>();

    /// All files; none is read yet.
    public WebFiles() {
        add(new WebFile(PAGE, OWN_RESOURCES + "index.html", false));
        OWN.forEach(name -> add(new WebFile(APP + name, OWN_RESOURCES + "app/" + name, false)));
        FOREIGN.forEach(library -> library.files().forEach(this::add));
    }

    private void add(WebFile file) {
        files.put(file.path(), file);
    }

    public Collection<WebFile> all() {
        return List.copyOf(files.values());
    }

    public Optional<WebFile> find(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /// What a browser may do for the page: run and fetch what this server has, and nothing else. The import map is the
    /// only script that stands in the page, and is named by its digest.
    public String contentSecurityPolicy() {
        return "default-src 'none'; script-src 'self' 'sha256-" + importMapDigest() + "'; style-src 'self'; "
                + "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                + "require-trusted-types-for 'script'; trusted-types lit-html";
    }

    private String importMapDigest() {
        String page = new String(find(PAGE).orElseThrow().plain(), UTF_8);
        int begin = page.indexOf(IMPORT_MAP_BEGIN) + IMPORT_MAP_BEGIN.length();
        String map = page.substring(begin, page.indexOf(IMPORT_MAP_END, begin));
        return Base64.getEncoder().encodeToString(WebFile.sha256(map.getBytes(UTF_8)));
    }

    /// A library from the jar that brings it, and those of its files that the page uses.
    private record Library(String name, String version, List<String> names) {
        Library(String name, String version, String... names) {
            this(name, version, List.of(names));
        }

        List<WebFile> files() {
            String root = "META-INF/resources/webjars/" + name + "/" + version + "/";
            String path = LIBRARIES + name + "-" + version + "/";
            return names.stream()
                    .map(file -> new WebFile(path + file, root + file, true))
                    .toList();
        }
    }
}
