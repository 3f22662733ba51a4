package io.highwater.common.testing;

import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** A real S3 server that keeps its objects in memory; every test makes a bucket of its own. */
public final class TestS3 {
    private static final String USER = "test-access-key";
    private static final String PASSWORD = "test-secret-key";

    private final S3Proxy proxy;
    private final BlobStore blobs;
    private final S3Front front;

    private TestS3(BlobStore blobs) {
        this(blobs, request -> Mishap.none());
    }

    private TestS3(BlobStore blobs, Function<S3Request, Mishap> weather) {
        this.blobs = blobs;
        this.proxy = S3Proxy.builder()
                .blobStore(blobs)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, USER, PASSWORD)
                .maximumTimeSkew((int) Duration.ofDays(1).toSeconds())
                .build();
        proxy.setBlobStoreLocator((identity, container, blob) ->
                new AccessGrant(USER.equals(identity) ? Optional.of(PASSWORD) : Optional.empty(), blobs));
        this.front = before(proxy, weather);
        try {
            proxy.start();
        } catch (Exception failure) {
            throw new IllegalStateException("Cannot start S3", failure);
        }
    }

    /** The server does not let others stand before it. */
    private static S3Front before(S3Proxy proxy, Function<S3Request, Mishap> weather) {
        try {
            Field hidden = S3Proxy.class.getDeclaredField("server");
            hidden.setAccessible(true);
            Server jetty = (Server) hidden.get(proxy);
            S3Front front = new S3Front(jetty.getHandler(), weather);
            jetty.setHandler(front);
            return front;
        } catch (ReflectiveOperationException other) {
            throw new IllegalStateException("This S3Proxy is another one", other);
        }
    }

    /** The server that all tests of a JVM share, started on first use; the JVM's end stops it. */
    public static TestS3 server() {
        return Holder.SERVER;
    }

    /** A server of its own that does not know conditions, as older ones. */
    public static TestS3 ignoringConditions() {
        return new TestS3(new ForwardingBlobStore(new TransientNio2BlobStore()) {
            @Override
            public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
                return delegate().putBlob(request.toBuilder().ifNoneMatch(null).build(), content);
            }
        });
    }

    /** A server of its own that lets nobody write an object of such a name until two want to: both have looked before then. */
    public static TestS3 lettingTwoWritersMeetAtEach(String name) {
        Map<String, CountDownLatch> two = new ConcurrentHashMap<>();
        return under(request -> {
            if (request.method().equals("PUT") && request.key().endsWith(name)) {
                CountDownLatch here = two.computeIfAbsent(request.key(), first -> new CountDownLatch(2));
                here.countDown();
                awaitOther(here);
            }
            return Mishap.none();
        });
    }

    private static void awaitOther(CountDownLatch two) {
        try {
            if (!two.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("Nobody else came");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** A server of its own to whose requests things happen. Whoever says what may also wait for something. */
    public static TestS3 under(Function<S3Request, Mishap> weather) {
        return new TestS3(new TransientNio2BlobStore(), weather);
    }

    /** All that was asked of a bucket so far, in the order in which it came. */
    public List<S3Request> requests(String bucket) {
        return front.seen(bucket);
    }

    /** Deletes a bucket with all that is in it. */
    public void delete(String bucket) {
        blobs.deleteContainer(bucket);
    }

    /** Makes a bucket of which no other test knows. */
    public String bucket() {
        String name = "test-" + UUID.randomUUID();
        blobs.createContainer(name);
        return name;
    }

    /** What Hadoop must know to reach it. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + proxy.getPort());
        settings.put("fs.s3a.endpoint.region", "us-east-1");
        settings.put("fs.s3a.path.style.access", "true");
        settings.put("fs.s3a.access.key", USER);
        settings.put("fs.s3a.secret.key", PASSWORD);
        return settings;
    }

    /** The same for one bucket only, as Spark takes it: what others say of other buckets is not touched. */
    public Map<String, String> sparkSettings(String bucket) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings()
                .forEach((name, value) ->
                        settings.put(name.replace("fs.s3a.", "spark.hadoop.fs.s3a.bucket." + bucket + "."), value));
        return settings;
    }

    /** The same as Hadoop takes it. */
    public Configuration hadoop() {
        Configuration hadoop = new Configuration();
        settings().forEach(hadoop::set);
        return hadoop;
    }

    private static final class Holder {
        static final TestS3 SERVER = new TestS3(new TransientNio2BlobStore());
    }
}
