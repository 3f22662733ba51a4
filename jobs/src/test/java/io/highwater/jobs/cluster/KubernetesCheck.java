package io.highwater.jobs.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The commands for Kubernetes, run by Spark's own client against a server that takes what is asked of it:
 * {@code LIB KUBERNETES-JARS SPARK-HOME}. Ends with 0 if the pods are as they were meant.
 */
public final class KubernetesCheck {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOT_THERE =
            "{\"kind\":\"Status\",\"status\":\"Failure\",\"reason\":\"NotFound\",\"code\":404}";

    private final BlockingQueue<JsonNode> pods = new LinkedBlockingQueue<>();

    private KubernetesCheck() {}

    public static void main(String[] arguments) throws Exception {
        SparkHome home = SparkHome.installed(Path.of(arguments[0]), Path.of(arguments[2]))
                .with(Path.of(arguments[1]));
        KubernetesCheck check = new KubernetesCheck();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", check::answer);
        server.start();
        try {
            check.submits(
                    home, server, "orders.sh", "io.highwater.jobs.incremental.Incremental", "s3a://lake/orders.conf");
            check.submits(home, server, "shop.sh", "io.highwater.jobs.pipeline.Pipeline", "s3a://lake/shop.conf");
        } finally {
            server.stop(0);
        }
    }

    private void submits(SparkHome home, HttpServer server, String file, String main, String configuration)
            throws IOException, InterruptedException {
        String command = Files.readString(Path.of("../scripts/kubernetes", file))
                .replace(
                        "https://<api-server>:6443",
                        "http://127.0.0.1:" + server.getAddress().getPort())
                .replace("<image>", "registry/highwater:1")
                .replace("<bucket>", "lake")
                .replace(
                        "spark-submit ",
                        home.directory().toAbsolutePath()
                                + "/bin/spark-submit --conf spark.kubernetes.submission.waitAppCompletion=false ");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).inheritIO();
        builder.environment().putAll(Map.of("KUBECONFIG", "/dev/null", "SPARK_SCALA_VERSION", SparkHome.SCALA));
        require(file + " submits", 0, builder.start().waitFor());
        JsonNode driver = pods.remove().path("spec").path("containers").path(0);
        require(file + " image", "registry/highwater:1", driver.path("image").asText());
        require(
                file + " arguments",
                List.of("--class", main, "local:///opt/highwater/highwater.jar", "--conf-file", configuration)
                        .toString(),
                JSON.convertValue(driver.path("args"), List.class).subList(3, 8).toString());
        JsonNode secret = driver.path("env").findParent("secretKeyRef").path("secretKeyRef");
        require(file + " secret", "{\"key\":\"password\",\"name\":\"shop\"}", secret.toString());
        System.out.println(file + ": the driver's pod is as it was meant");
    }

    private static void require(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException(what + ": expected " + expected + " and found " + found);
        }
    }

    private void answer(HttpExchange request) throws IOException {
        String asked = new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean looks = request.getRequestMethod().equals("GET");
        if (request.getRequestURI().getPath().endsWith("/pods") && !looks) {
            pods.add(JSON.readTree(asked));
        }
        byte[] answer = (looks ? NOT_THERE : asked.replaceFirst("\"metadata\":\\{", "\"metadata\":{\"uid\":\"1\","))
                .getBytes(StandardCharsets.UTF_8);
        request.getResponseHeaders().add("Content-Type", "application/json");
        request.sendResponseHeaders(looks ? 404 : 201, answer.length);
        request.getResponseBody().write(answer);
        request.close();
    }
}
