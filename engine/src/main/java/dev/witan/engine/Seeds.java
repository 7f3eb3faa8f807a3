// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

/// Numbers that follow from a request's id and from nothing else.
final class Seeds {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Seeds() {}

    /// The 64-bit FNV-1a hash of the id's characters: `String.hashCode` would give many ids the same 32 bits.
    static long of(String requestId) {
        long hash = OFFSET;
        for (int i = 0; i < requestId.length(); i++) {
            hash = (hash ^ requestId.charAt(i)) * PRIME;
        }
        return hash;
    }
}
