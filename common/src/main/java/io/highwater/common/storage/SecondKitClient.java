package io.highwater.common.storage;

import java.util.HashMap;
import java.util.Map;
import org.apache.commons.lang3.reflect.MethodUtils;
import org.apache.hadoop.fs.FileSystem;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Hadoop 3.4: {@code software.amazon.awssdk.services.s3.S3Client}. */
final class SecondKitClient extends HadoopsClient {
    private static final String INSIDE = "getS3AInternals";
    private static final String OPTIONS = "keepingDirs";

    SecondKitClient(FileSystem store) {
        super(store);
    }

    @Override
    boolean isThere() {
        try {
            return storeHas(INSIDE) && MethodUtils.getAccessibleMethod(options(), OPTIONS) != null;
        } catch (ClassNotFoundException otherHadoop) {
            return false;
        }
    }

    @Override
    void put(String key, byte[] content, Map<String, String> metadata) throws ReflectiveOperationException {
        Object builder = of(
                ofStore("getRequestFactory"),
                "newPutObjectRequestBuilder",
                key,
                MethodUtils.invokeStaticMethod(options(), OPTIONS),
                (long) content.length,
                false);
        PutObjectRequest plain = ((PutObjectRequest.Builder) builder).build();
        Map<String, String> all = new HashMap<>(plain.metadata());
        all.putAll(metadata);
        PutObjectRequest request = plain.toBuilder()
                .metadata(all)
                .overrideConfiguration(call -> call.putHeader(CONDITION, ANY))
                .build();
        Object client = of(ofStore(INSIDE), "getAmazonS3Client", "conditional creation");
        of(client, "putObject", request, RequestBody.fromBytes(content));
    }

    private Class<?> options() throws ClassNotFoundException {
        return hadoops("impl.PutObjectOptions");
    }
}
