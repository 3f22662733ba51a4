package io.highwater.common.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.io.Content;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.BufferUtil;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;

/** Stands before a server, writes down what is asked of it, and lets things happen to requests and answers. */
final class S3Front extends Handler.Wrapper {
    private final Function<S3Request, Mishap> weather;
    private final List<S3Request> seen = new ArrayList<>();

    S3Front(Handler behind, Function<S3Request, Mishap> weather) {
        super(behind);
        this.weather = weather;
    }

    /** All that was asked of one bucket, in the order in which it came. */
    List<S3Request> seen(String bucket) {
        synchronized (seen) {
            return seen.stream().filter(request -> request.isOf(bucket)).toList();
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        S3Request asked = asked(request);
        synchronized (seen) {
            seen.add(asked);
        }
        Mishap mishap = weather.apply(asked);
        if (mishap instanceof Mishap.Refused refused) {
            refuse(refused, request, response, callback);
            return true;
        }
        return super.handle(request, answer(mishap, request, response), callback);
    }

    private static S3Request asked(Request request) {
        String query = request.getHttpURI().getQuery();
        String signedAt = request.getHeaders().get("x-amz-date");
        return new S3Request(
                request.getMethod(),
                request.getHttpURI().getDecodedPath(),
                query == null ? "" : query,
                signedAt == null ? "" : signedAt);
    }

    private static Response answer(Mishap mishap, Request request, Response response) {
        if (mishap instanceof Mishap.Unanswered) {
            return new Broken(request, response, 0);
        }
        if (mishap instanceof Mishap.CutShort) {
            return new Broken(request, response, 1);
        }
        return mishap instanceof Mishap.Denied denied ? new Failed(request, response, denied) : response;
    }

    private static void refuse(Mishap.Refused refused, Request request, Response response, Callback callback)
            throws IOException {
        Request.asInputStream(request).readAllBytes();
        response.setStatus(refused.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
        refused.headers().forEach(response.getHeaders()::put);
        String text = "<?xml version=\"1.0\"?><Error><Code>" + refused.code() + "</Code><Message>" + refused.code()
                + " (as the test wants it)</Message></Error>";
        Content.Sink.write(response, true, text, callback);
    }

    /** An answer whose connection ends after some of its writes. */
    private static final class Broken extends Response.Wrapper {
        private int writes;

        Broken(Request request, Response response, int writes) {
            super(request, response);
            this.writes = writes;
        }

        @Override
        public void write(boolean last, ByteBuffer bytes, Callback callback) {
            if (writes > 0) {
                writes--;
                ByteBuffer half = bytes.slice(bytes.position(), bytes.remaining() / 2);
                super.write(false, half, Callback.from(() -> {}, failure -> {}));
            }
            getRequest().getConnectionMetaData().getConnection().getEndPoint().close();
            callback.failed(new IOException("The test ends the connection here"));
        }
    }

    /** An answer that says that what was done was not. */
    private static final class Failed extends Response.Wrapper {
        private final Mishap.Denied denied;

        Failed(Request request, Response response, Mishap.Denied denied) {
            super(request, response);
            this.denied = denied;
        }

        @Override
        public void write(boolean last, ByteBuffer bytes, Callback callback) {
            if (!isCommitted()) {
                setStatus(denied.status());
                getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
            }
            super.write(last, BufferUtil.EMPTY_BUFFER, callback);
        }
    }
}
