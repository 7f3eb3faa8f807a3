// SPDX-License-Identifier: Apache-2.0
package dev.witan.resilience;

/// What a cache has done so far.
///
/// @param cache `routing`, `experts` or `answers`
/// @param bytes that its entries take
/// @param bytesMax that they may take
/// @param savedMultiplyAdds that the hits would have cost
/// @param checked hits of a similar row that were computed all the same
/// @param disagreed those of them whose experts were others
public record CacheCounts(
        String cache,
        long hits,
        long misses,
        long bytes,
        long bytesMax,
        long savedMultiplyAdds,
        long checked,
        long disagreed) {}
