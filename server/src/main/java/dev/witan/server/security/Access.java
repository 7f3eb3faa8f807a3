// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.security;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.util.Objects;

/// Who may ask, and who may change what is served: the same on every transport. Immutable.
///
/// @param keys what opens the data plane
/// @param adminToken what opens everything else
public record Access(ApiKeys keys, AdminToken adminToken) {
    public Access {
        Objects.requireNonNull(keys);
        Objects.requireNonNull(adminToken);
    }

    /// Who presents a credential; anybody when there are no keys.
    ///
    /// @param credential `""` when there is none
    /// @throws WitanException UNAUTHENTICATED
    public Principal principal(String credential) {
        if (keys.isOpen()) {
            return Principal.ANONYMOUS;
        }
        if (credential.isEmpty()) {
            throw unauthenticated(
                    "a request needs an API key, as 'Authorization: Bearer …' or 'x-api-key': it has none");
        }
        return keys.holder(credential)
                .orElseThrow(() -> unauthenticated("the API key must be one that this server knows: it is not"));
    }

    /// Who may see what could be loaded: whoever may ask, and whoever may load it.
    ///
    /// @throws WitanException UNAUTHENTICATED
    public Principal reader(String credential) {
        return adminToken.matches(credential) ? Principal.ANONYMOUS : principal(credential);
    }

    /// Refuses whoever does not present the admin token.
    ///
    /// @throws WitanException UNAUTHENTICATED; FORBIDDEN for the holder of an API key
    public void requireAdmin(String credential) {
        if (adminToken.matches(credential)) {
            return;
        }
        if (!keys.isOpen() && keys.holder(credential).isPresent()) {
            throw new WitanException(
                    ErrorCode.FORBIDDEN, "loading and unloading need the admin token: an API key does not do");
        }
        throw unauthenticated("loading and unloading need the admin token, as 'Authorization: Bearer …'");
    }

    private static WitanException unauthenticated(String message) {
        return new WitanException(ErrorCode.UNAUTHENTICATED, message);
    }
}
