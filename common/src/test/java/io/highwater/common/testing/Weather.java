package io.highwater.common.testing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which requests to a server something happens to. */
public final class Weather {
    private Weather() {}

    /** The first so many of some requests. */
    public static Function<S3Request, Mishap> first(int many, Predicate<S3Request> of, Mishap mishap) {
        AtomicInteger met = new AtomicInteger();
        return request -> of.test(request) && met.getAndIncrement() < many ? mishap : Mishap.none();
    }

    /** Every so manieth of some requests, the first of them included. */
    public static Function<S3Request, Mishap> every(int manieth, Predicate<S3Request> of, Mishap mishap) {
        AtomicInteger met = new AtomicInteger();
        return request -> of.test(request) && met.getAndIncrement() % manieth == 0 ? mishap : Mishap.none();
    }
}
