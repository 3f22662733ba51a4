package io.highwater.common.testing;

import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A real S3 server that keeps its objects in memory; every test makes a bucket of its own. */
public final class TestS3 {
    private static final String USER = "test-access-key";
    private static final String PASSWORD = "test-secret-key";

    private final S3Proxy proxy;
    private final BlobStore blobs;

    private TestS3(BlobStore blobs) {
        this.blobs = blobs;
        this.proxy = S3Proxy.builder()
                .blobStore(blobs)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, USER, PASSWORD)
                .build();
        proxy.setBlobStoreLocator((identity, container, blob) ->
                new AccessGrant(USER.equals(identity) ? Optional.of(PASSWORD) : Optional.empty(), blobs));
        try {
            proxy.start();
        } catch (Exception failure) {
            throw new IllegalStateException("Cannot start S3", failure);
        }
    }

    /** The server that all tests of a JVM share, started on first use; the JVM's end stops it. */
    public static TestS3 server() {
        return Holder.SERVER;
    }

    /** A server of its own that does not know conditions, as older ones. */
    public static TestS3 ignoringConditions() {
        return putting((store, request, content) ->
                store.putBlob(request.toBuilder().ifNoneMatch(null).build(), content));
    }

    /** A server of its own that does what it is asked, and fails before it says so, once. */
    public static TestS3 losingTheFirstAnswerTo(String name) {
        AtomicBoolean lost = new AtomicBoolean();
        return putting((store, request, content) -> {
            PutObjectResponse answer = store.putBlob(request, content);
            if (request.key().endsWith(name) && lost.compareAndSet(false, true)) {
                throw S3Exception.builder().statusCode(500).message("Lost").build();
            }
            return answer;
        });
    }

    /** A server of its own that lets nobody write an object of this name until two want to: both have looked before then. */
    public static TestS3 lettingTwoWritersMeetAt(String name) {
        CountDownLatch two = new CountDownLatch(2);
        return putting((store, request, content) -> {
            if (request.key().endsWith(name)) {
                two.countDown();
                awaitOther(two);
            }
            return store.putBlob(request, content);
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

    private interface Put {
        PutObjectResponse by(BlobStore store, PutObjectRequest request, InputStream content);
    }

    private static TestS3 putting(Put put) {
        return new TestS3(new ForwardingBlobStore(new TransientNio2BlobStore()) {
            @Override
            public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
                return put.by(delegate(), request, content);
            }
        });
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
