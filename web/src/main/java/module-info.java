// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// The page that a server shows: plain ES modules and styles, which any browser runs as they stand, and the libraries
/// that they use. Start reading at `app/app.js`; `WebFiles` hands the files out.
@NullMarked
module dev.witan.web {
    requires static transitive org.jspecify;

    exports dev.witan.web;
}
