package io.highwater.jobs.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** A running job, as its own pages tell of it. */
record Driver(Pages pages) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Where its pages are. */
    interface Pages {
        /**
         * The address below which they are.
         *
         * @throws IOException if there is no job now
         */
        String address() throws IOException;
    }

    /** A job whose pages are at a port of this machine. */
    static Driver at(int port) {
        return new Driver(() -> "http://127.0.0.1:" + port);
    }

    /**
     * An executor of it.
     *
     * @param id what Spark calls it
     * @param active tasks that it runs now
     * @param completed tasks that it has ended
     */
    record Executor(String id, int active, int completed) {}

    /** The executors there are and were; none as long as there is no job. */
    List<Executor> executors() throws InterruptedException {
        List<Executor> found = new ArrayList<>();
        try {
            String id = asked("").path(0).path("id").asText();
            asked("/" + id + "/allexecutors")
                    .forEach(each -> found.add(new Executor(
                            each.path("id").asText(),
                            each.path("isActive").asBoolean()
                                    ? each.path("activeTasks").asInt()
                                    : 0,
                            each.path("completedTasks").asInt())));
        } catch (IOException notThere) {
            return List.of();
        }
        return found;
    }

    private JsonNode asked(String path) throws IOException, InterruptedException {
        URI page = URI.create(pages.address() + "/api/v1/applications" + path);
        HttpResponse<String> answer =
                HTTP.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(page + ": " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }
}
