// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// The version of this build, and the JVM that runs it.
final class Version implements IVersionProvider {
    /// What the build wrote into the jar; `development` when classes run without one.
    static String number() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"witan " + number(), "Java " + Runtime.version()};
    }
}
