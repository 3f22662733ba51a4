package io.highwater.common.target;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;

/**
 * Walks the versions of a log from the newest back, and fetches them step by step as it is walked, so that a short search reads
 * little.
 */
final class NewestFirst<T> implements Iterator<T> {
    private final Deque<T> fetched = new ArrayDeque<>();
    private final int step;
    private final BiFunction<Long, Long, List<T>> reading;
    private long next;

    NewestFirst(long version, int step, BiFunction<Long, Long, List<T>> reading) {
        this.next = version;
        this.step = step;
        this.reading = reading;
    }

    @Override
    public boolean hasNext() {
        if (fetched.isEmpty() && next >= 0) {
            fetchStep();
        }
        return !fetched.isEmpty();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return fetched.removeFirst();
    }

    private void fetchStep() {
        long first = Math.max(0, next - step + 1);
        List<T> some = reading.apply(first, next);
        boolean complete = some.size() == next - first + 1;
        some.forEach(fetched::addFirst);
        next = complete ? first - 1 : -1;
    }
}
