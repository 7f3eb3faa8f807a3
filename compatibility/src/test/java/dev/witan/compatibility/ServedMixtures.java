// SPDX-License-Identifier: Apache-2.0
package dev.witan.compatibility;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests the one server that all of them share. It starts with the first that asks and ends after the last.
final class ServedMixtures implements ParameterResolver {
    private static final Namespace SHARED = Namespace.create(ServedMixtures.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == WitanProcess.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(SHARED)
                .computeIfAbsent(WitanProcess.class, _ -> WitanProcess.start(), WitanProcess.class);
    }
}
