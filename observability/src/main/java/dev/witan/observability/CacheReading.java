// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

/// What one cache of a mixture has done so far.
///
/// @param cache its name, one of a few
/// @param bytes that its entries take
/// @param savedMultiplyAdds that the hits would have cost
/// @param checked hits on similar rows that were computed all the same
/// @param disagreed those of them that went to other experts
public record CacheReading(
        String cache, long hits, long misses, long bytes, long savedMultiplyAdds, long checked, long disagreed) {}
