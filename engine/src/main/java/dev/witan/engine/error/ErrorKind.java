// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.error;

/// Who has to act on a failure: the answer to "is it me, or is it you?".
public enum ErrorKind {
    /// The caller sent something that a rule forbids.
    USER,
    /// A bound was reached; the same request may succeed later.
    RESOURCES,
    /// Something that this process depends on failed.
    EXTERNAL,
    /// An invariant of our own broke.
    INTERNAL
}
