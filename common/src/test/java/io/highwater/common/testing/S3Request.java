package io.highwater.common.testing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * A request as it came to a server.
 *
 * @param method how HTTP names it
 * @param path bucket and key, with a slash before each
 * @param query what follows the path; empty if nothing does
 * @param signedAt when that was, by the clock of who asks, as {@code 20240501T120000Z}
 */
public record S3Request(String method, String path, String query, String signedAt) {
    /** What S3 calls it: lists are GETs of a bucket, and objects that are deleted together are POSTed. */
    public String operation() {
        if (method.equals("GET") && path.indexOf('/', 1) < 0) {
            return "LIST";
        }
        return method.equals("POST") && query.startsWith("delete") ? "DELETE" : method;
    }

    /** The object it is about, or what a listing looks for. */
    public String key() {
        int slash = path.indexOf('/', 1);
        return slash > 0 ? path.substring(slash + 1) : parameter("prefix");
    }

    /** Whether it is of a bucket. */
    boolean isOf(String bucket) {
        return path.equals("/" + bucket) || path.startsWith("/" + bucket + "/");
    }

    private String parameter(String name) {
        for (String part : query.split("&")) {
            if (part.startsWith(name + "=")) {
                return URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    @Override
    public String toString() {
        return operation() + " " + key();
    }
}
