// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Answers whole tables with a mixture, of any size in bounded memory, and goes on where it was killed.
@NullMarked
module dev.witan.batch {
    requires static transitive org.jspecify;
    requires transitive dev.witan.engine;
    requires transitive dev.witan.tables;

    exports dev.witan.batch;
}
