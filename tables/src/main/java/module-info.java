// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Tables of any size, read and written chunk by chunk: CSV, JSON lines and Parquet.
@NullMarked
module dev.witan.tables {
    requires static transitive org.jspecify;
    requires transitive dev.witan.engine;
    requires de.siegmar.fastcsv;
    requires dev.hardwood.core;
    requires com.github.luben.zstd_jni;
    requires tools.jackson.core;

    exports dev.witan.tables;
}
