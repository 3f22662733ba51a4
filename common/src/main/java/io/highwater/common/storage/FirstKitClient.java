package io.highwater.common.storage;

import java.io.ByteArrayInputStream;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;

/** Hadoop 3.3: {@code com.amazonaws.services.s3.AmazonS3}. */
final class FirstKitClient extends HadoopsClient {
    private static final String CLIENT = "getAmazonS3Client";

    FirstKitClient(FileSystem store) {
        super(store);
    }

    @Override
    boolean isThere() {
        return storeHas(CLIENT);
    }

    @Override
    void put(String key, byte[] content, Map<String, String> metadata) throws ReflectiveOperationException {
        Object requests = ofStore("getRequestFactory");
        Object headers = of(requests, "newObjectMetadata", (long) content.length);
        for (Map.Entry<String, String> kept : metadata.entrySet()) {
            of(headers, "addUserMetadata", kept.getKey(), kept.getValue());
        }
        Object request = of(requests, "newPutObjectRequest", key, headers, new ByteArrayInputStream(content));
        of(request, "putCustomRequestHeader", CONDITION, ANY);
        of(ofStore(CLIENT), "putObject", request);
    }
}
