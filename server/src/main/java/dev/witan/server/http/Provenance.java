// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.Excerpt;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.HostPort;

/// Which requests a browser may have been tricked into. A page of another origin must neither read from us nor make us
/// work, even if the name of its server is made to point to our address. What no browser sends passes. Immutable.
public final class Provenance {
    private static final Pattern LOOPBACK =
            Pattern.compile("127(\\.\\d{1,3}){3}|\\[(0*:)*:?0*1]|(.+\\.)?localhost\\.?");
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final boolean isHostChecked;
    private final Set<String> hosts;

    /// What counts as ours.
    ///
    /// @param hosts names, in lower case and without a port, under which we may be asked
    private Provenance(boolean isHostChecked, Set<String> hosts) {
        this.isHostChecked = isHostChecked;
        this.hosts = Set.copyOf(hosts);
    }

    /// For a port that asks for no key, or whose address the machine's own programs alone should know: it answers to a
    /// loopback name or address, and to these.
    public static Provenance local(Set<String> hosts) {
        return new Provenance(true, hosts);
    }

    /// For a port under whatever name others know it.
    ///
    /// @param hosts names whose pages may ask, besides the one that was asked
    public static Provenance anywhere(Set<String> hosts) {
        return new Provenance(false, hosts);
    }

    /// Throws a [Problem] where the request may be a stranger's page.
    void require(Exchange exchange) {
        String authority = exchange.header("host");
        if (isHostChecked && !authority.isEmpty() && !isOurs(host(authority))) {
            throw Problem.of(
                    ErrorCode.FORBIDDEN,
                    "the Host must be localhost, a loopback address or one of --allowed-hosts: '%s'"
                            .formatted(Excerpt.of(authority)));
        }
        String site = exchange.header("sec-fetch-site");
        String origin = exchange.header("origin");
        boolean isOwn = site.isEmpty() ? origin.isEmpty() || isFrom(origin, authority) : OWN_SITES.contains(site);
        if (!isOwn && !isNamed(origin) && !isPageLoad(exchange)) {
            throw Problem.of(
                    ErrorCode.FORBIDDEN,
                    "a page may ask only the server that it comes from: its origin is '%s'"
                            .formatted(origin.isEmpty() ? Excerpt.of(site) : Excerpt.of(origin)));
        }
    }

    /// Whether a browser goes to a whole page of ours, as it does for a link: no other page sees what comes.
    private static boolean isPageLoad(Exchange exchange) {
        return exchange.method().equals("GET")
                && exchange.header("sec-fetch-mode").equals("navigate")
                && exchange.header("sec-fetch-dest").equals("document");
    }

    private boolean isOurs(String host) {
        return LOOPBACK.matcher(host).matches() || hosts.contains(host);
    }

    private static boolean isFrom(String origin, String authority) {
        int scheme = origin.indexOf("://");
        return scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(authority);
    }

    private boolean isNamed(String origin) {
        int scheme = origin.indexOf("://");
        return scheme > 0 && hosts.contains(host(origin.substring(scheme + 3)));
    }

    /// The host without its port, in lower case; `""` when there is none.
    private static String host(String authority) {
        try {
            return new HostPort(authority).getHost().toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
