// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What waits, the most urgent first: by priority, then by deadline, then in the order in which it came.
///
/// Nobody starves, however much that is more urgent keeps coming: every eighth that is taken is the one that
/// has waited longest. So whoever has `n` before it in the order of arrival is taken after `8 (n + 1)` others
/// at the latest, and the urgent ones still have seven places in eight. Not thread-safe.
public final class UrgencyQueue<T extends Urgent> {
    /// Each time so many have been taken, the last of them was the one that had waited longest.
    static final int LONGEST_WAITING_EVERY = 8;

    /// A place in the heap, by urgency, and in the list, by arrival.
    private static final class Place<T> {
        final T item;
        final long number;
        int heapIndex;

        @Nullable
        Place<T> older;

        @Nullable
        Place<T> newer;

        Place(T item, long number) {
            this.item = item;
            this.number = number;
        }
    }

    private final List<Place<T>> heap = new ArrayList<>();
    private @Nullable Place<T> oldest;
    private @Nullable Place<T> newest;
    private long arrivals;
    private int taken;

    /// Nothing waits yet.
    public UrgencyQueue() {}

    public void add(T item) {
        Place<T> place = new Place<>(item, arrivals++);
        place.older = newest;
        if (newest == null) {
            oldest = place;
        } else {
            newest.newer = place;
        }
        newest = place;
        heap.add(place);
        rise(place, heap.size() - 1);
    }

    public boolean isEmpty() {
        return heap.isEmpty();
    }

    public int size() {
        return heap.size();
    }

    /// Whoever's turn it is. It stays so until it is removed or something more urgent comes.
    ///
    /// @throws IllegalStateException nobody waits
    public T first() {
        return next().item;
    }

    /// Takes whoever's turn it is.
    ///
    /// @throws IllegalStateException nobody waits
    public T removeFirst() {
        Place<T> place = next();
        taken = (taken + 1) % LONGEST_WAITING_EVERY;
        remove(place);
        return place.item;
    }

    private Place<T> next() {
        Place<T> longest = oldest;
        if (longest == null) {
            throw new IllegalStateException("nobody waits");
        }
        return taken == LONGEST_WAITING_EVERY - 1 ? longest : heap.getFirst();
    }

    /// Removes whatever fits, in the order of arrival, and no turn is used up by it.
    public void removeIf(Predicate<T> condition) {
        for (Place<T> place = oldest; place != null; ) {
            Place<T> newer = place.newer;
            if (condition.test(place.item)) {
                remove(place);
            }
            place = newer;
        }
    }

    private void remove(Place<T> place) {
        unlink(place);
        Place<T> last = heap.removeLast();
        if (last != place) {
            rise(last, place.heapIndex);
            sink(last, last.heapIndex);
        }
    }

    private void unlink(Place<T> place) {
        if (place.older == null) {
            oldest = place.newer;
        } else {
            place.older.newer = place.newer;
        }
        if (place.newer == null) {
            newest = place.older;
        } else {
            place.newer.older = place.older;
        }
    }

    private void rise(Place<T> place, int index) {
        int at = index;
        while (at > 0 && isBefore(place, heap.get((at - 1) / 2))) {
            put(heap.get((at - 1) / 2), at);
            at = (at - 1) / 2;
        }
        put(place, at);
    }

    private void sink(Place<T> place, int index) {
        int at = index;
        for (int child = sooner(2 * at + 1); child < heap.size(); child = sooner(2 * at + 1)) {
            if (!isBefore(heap.get(child), place)) {
                break;
            }
            put(heap.get(child), at);
            at = child;
        }
        put(place, at);
    }

    /// Which of two children, the one there and its neighbour, comes first.
    private int sooner(int child) {
        int neighbour = child + 1;
        return neighbour < heap.size() && isBefore(heap.get(neighbour), heap.get(child)) ? neighbour : child;
    }

    private void put(Place<T> place, int index) {
        heap.set(index, place);
        place.heapIndex = index;
    }

    private boolean isBefore(Place<T> one, Place<T> other) {
        if (one.item.priority() != other.item.priority()) {
            return one.item.priority() < other.item.priority();
        }
        long later = one.item.deadlineNanos() - other.item.deadlineNanos();
        return later == 0 ? one.number < other.number : later < 0;
    }
}
