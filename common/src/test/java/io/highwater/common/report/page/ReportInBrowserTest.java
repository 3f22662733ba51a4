package io.highwater.common.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page as a person sees it, in Chromium where it is installed with its driver. */
class ReportInBrowserTest {
    private static final int PHONE = 390;
    private static final int DESK = 1280;

    @TempDir
    static Path directory;

    private static ChromeDriver browser;

    @BeforeAll
    static void open() throws Exception {
        Optional<File> chromium = installed("chromium", "chromium-browser", "google-chrome");
        Optional<File> driver = installed("chromedriver");
        assumeTrue(
                chromium.isPresent() && driver.isPresent(),
                "not tested: install Chromium and chromedriver to see the report in a browser");
        SampleState state =
                new SampleState(directory.resolve("state")).afterAWeek().withARunThatDied();
        Path page = Files.writeString(
                directory.resolve("report.html"),
                ReportPage.of(state.states(), state.path(), Optional.empty()).html());
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driver.get())
                        .build(),
                options(chromium.get()));
        browser.get(page.toUri().toString());
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    @Test
    void nothingIsAskedOfTheNetworkAndNothingIsWrong() {
        seen(DESK, "light");
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
        assertThat(number("return performance.getEntriesByType('resource').length"))
                .isZero();
    }

    @Test
    void thePageIsNotWiderThanAPhone() {
        seen(PHONE, "light");
        assertThat(number("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(PHONE);
        assertThat(browser.findElement(By.cssSelector("#pipelines tbody td")).getCssValue("display"))
                .isNotEqualTo("table-cell");
    }

    @Test
    void aWideGraphIsScrolledWithinItsFrame() {
        seen(PHONE, "light");
        assertThat(number("const g = document.querySelector('.graph'); return g.scrollWidth - g.clientWidth"))
                .isPositive();
    }

    @Test
    void textCanBeReadByDayAndByNight() {
        for (String scheme : List.of("light", "dark")) {
            seen(DESK, scheme);
            for (String selector :
                    List.of("body", ".chip.good", ".chip.bad", ".chip.warning", ".chip.quiet", ".detail", ".when")) {
                assertThat(contrast(selector)).as(selector + " in " + scheme).isGreaterThan(4.5);
            }
        }
    }

    @Test
    void byNightTheGroundIsDark() {
        seen(DESK, "light");
        String day = browser.findElement(By.tagName("body")).getCssValue("background-color");
        seen(DESK, "dark");
        assertThat(browser.findElement(By.tagName("body")).getCssValue("background-color"))
                .isNotEqualTo(day)
                .isEqualTo("rgba(16, 21, 28, 1)");
    }

    @Test
    void theGraphHasABoxForEachStepInTheColourOfItsStatus() {
        seen(DESK, "light");
        List<WebElement> boxes = browser.findElements(By.cssSelector(".graph .node"));
        assertThat(boxes).hasSize(7).allMatch(WebElement::isDisplayed);
        String failed = browser.findElement(By.cssSelector(".node.bad rect")).getCssValue("stroke");
        String skipped = browser.findElement(By.cssSelector(".node.quiet rect")).getCssValue("stroke");
        assertThat(failed).isEqualTo("rgb(198, 47, 58)").isNotEqualTo(skipped);
    }

    @Test
    void barsOfTheTimelineLieWhereTheirStepsWere() {
        seen(DESK, "light");
        List<Integer> lefts = browser.findElements(By.cssSelector(".timeline .bar")).stream()
                .map(bar -> bar.getRect().getX())
                .toList();
        assertThat(lefts).hasSize(6).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whyARunFailedIsAClickAway() {
        seen(DESK, "light");
        WebElement why = browser.findElement(By.cssSelector("#runs details.why"));
        WebElement text = why.findElement(By.tagName("pre"));
        assertThat(text.isDisplayed()).isFalse();

        why.findElement(By.tagName("summary")).click();

        assertThat(text.isDisplayed()).isTrue();
        assertThat(text.getText()).isEqualTo(SampleState.REFUSED);
        why.findElement(By.tagName("summary")).click();
    }

    private static void seen(int width, String scheme) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 844, "deviceScaleFactor", 1, "mobile", width == PHONE));
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    private static long number(String script) {
        return ((Number) browser.executeScript(script)).longValue();
    }

    /** The ratio that WCAG asks to be 4.5 at least. */
    private static double contrast(String selector) {
        return ((Number) browser.executeScript("""
                        const light = rgb => rgb.slice(0, 3)
                            .map(c => c / 255)
                            .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
                        const rgb = text => text.match(/[0-9.]+/g).map(Number);
                        const ground = node => {
                            const color = rgb(getComputedStyle(node).backgroundColor);
                            return color.length === 4 && color[3] === 0 ? ground(node.parentElement) : color;
                        };
                        const node = document.querySelector(arguments[0]);
                        const both = [light(rgb(getComputedStyle(node).color)), light(ground(node))];
                        return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
                        """, selector)).doubleValue();
    }

    private static ChromeOptions options(File chromium) {
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions()
                .setBinary(chromium)
                .addArguments(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + directory.resolve("profile"));
        options.setCapability("goog:loggingPrefs", logging);
        return options;
    }

    private static Optional<File> installed(String... names) {
        return Stream.of(names)
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst();
    }
}
