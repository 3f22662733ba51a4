package io.highwater.common.testing;

import java.util.Map;

/** What may befall a request on its way to a server and back. */
public sealed interface Mishap {
    /** Nothing does. */
    record None() implements Mishap {}

    /**
     * The server says no, and does nothing.
     *
     * @param status of HTTP
     * @param code as S3 names the error
     * @param headers go with the answer
     */
    record Refused(int status, String code, Map<String, String> headers) implements Mishap {
        public Refused(int status, String code) {
            this(status, code, Map.of());
        }
    }

    /** The server does what it is asked, and the connection ends before it says so. */
    record Unanswered() implements Mishap {}

    /**
     * The server does what it is asked, and says that it failed.
     *
     * @param status of HTTP
     */
    record Denied(int status) implements Mishap {}

    /** The connection ends in the midst of the answer's body. */
    record CutShort() implements Mishap {}

    /** Nothing happens to it. */
    static Mishap none() {
        return new None();
    }

    /** "Please reduce your request rate". */
    static Mishap slowDown() {
        return new Refused(503, "SlowDown");
    }
}
