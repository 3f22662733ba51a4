package io.highwater.common.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
    @TempDir
    static Path directory;

    private static String html;

    @BeforeAll
    static void render() {
        SampleState state = new SampleState(directory).afterAWeek().withARunThatDied();
        html = ReportPage.of(state.states(), state.path(), Optional.empty()).html();
    }

    @Test
    void needsNothingFromElsewhere() {
        assertThat(html.replace("http-equiv", ""))
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("<script")
                .doesNotContain("url(")
                .doesNotContain("@import");
    }

    @Test
    void errorsAreTextWhateverIsInThem() {
        assertThat(html)
                .contains("20% allows no fewer than 38,490. &lt;b&gt;Nothing&lt;/b&gt; was written.")
                .doesNotContain("<b>");
    }

    @Test
    void whatEndedBadlyLastComesFirstAndOnce() {
        String look = html.substring(html.indexOf("id=\"look\""), html.indexOf("id=\"pipelines\""));
        assertThat(look)
                .containsOnlyOnce("Refused to replace /lake/prices")
                .contains("refused")
                .contains("exit code 4")
                .contains("The process of the run is gone (process 999999999 of user etl")
                .contains("from 2025-03-14 to before 2025-03-15: 2 rows have no order_id");
    }

    @Test
    void aPipelineShowsItsStepsAndWhy() {
        assertThat(html)
                .contains("run night-6: 5 success, 1 failed, 2 skipped")
                .contains("revenue was skipped")
                .contains("The steps of shop and what they wait for");
    }

    @Test
    void whatIsDoneAboutATableDoesNotMakeUpForALoadThatFailed() {
        String jobs = html.substring(html.indexOf("id=\"jobs\""));
        assertThat(jobs).contains("full-refresh into /lake/prices").doesNotContain("upkeep into");
        assertThat(html).contains("upkeep, success");
    }

    @Test
    void aPipelineThatWasCutShortDidNotSucceed(@TempDir Path other) {
        SampleState state = new SampleState(other).withAPipelineThatWasCutShort();
        assertThat(ReportPage.of(state.states(), state.path(), Optional.empty()).html())
                .contains("weekly <span class=\"chip quiet\">did not do all it should</span>");
    }

    @Test
    void aJobOfInterestStandsAlone() {
        SampleState state = new SampleState(directory);
        String orders = ReportPage.of(state.states(), state.path(), Optional.of("orders"))
                .html();
        assertThat(orders)
                .contains("/lake/orders")
                .doesNotContain("/lake/prices")
                .doesNotContain("id=\"backfills\"");
    }

    @Test
    void aStateOfWhichNothingIsKnownYetIsAPageToo(@TempDir Path empty) {
        SampleState state = new SampleState(empty);
        assertThat(ReportPage.of(state.states(), state.path(), Optional.empty()).html())
                .contains("No run has ended yet.");
    }
}
