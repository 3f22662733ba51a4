package io.highwater.common.testing;

/**
 * A request as it came to a server.
 *
 * @param method how HTTP names it
 * @param path bucket and key, with a slash before each
 * @param query what follows the path; empty if nothing does
 */
public record S3Request(String method, String path, String query) {
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
                return java.net.URLDecoder.decode(
                        part.substring(name.length() + 1), java.nio.charset.StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    @Override
    public String toString() {
        return operation() + " " + key();
    }
}
