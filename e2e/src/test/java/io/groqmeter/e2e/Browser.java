package io.groqmeter.e2e;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/**
 * A headless Chromium with an empty profile, in another time zone than the gateway's.
 *
 * <p>Elements are named as a person or a screen reader names them: by their words. Reads and clicks wait for their element.
 */
final class Browser implements AutoCloseable {

    static final int DESK = 1280;
    static final int PHONE = 390;

    private static final int HEIGHT = 900;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** @param data the folder of its profile */
    static Browser start(File data) {
        Browser browser = new Browser(Chromium.start(data));
        browser.cdp("Emulation.setTimezoneOverride", Map.of("timezoneId", "Pacific/Kiritimati"));
        browser.width(DESK);
        return browser;
    }

    void open(String url) {
        driver.get(url);
    }

    void reload() {
        driver.navigate().refresh();
    }

    String address() {
        return Objects.requireNonNull(driver.getCurrentUrl());
    }

    String title() {
        return Objects.requireNonNull(driver.getTitle());
    }

    /** Desktop or phone width; Chromium's own windows cannot be narrower than 500 pixels. */
    void width(int pixels) {
        height(pixels, HEIGHT);
    }

    void height(int width, int height) {
        cdp(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width == PHONE));
    }

    /** The system's colour scheme: {@code light} or {@code dark}. */
    void scheme(String name) {
        emulate("screen", name);
    }

    /** Emulates print media. */
    void onPaper() {
        emulate("print", "light");
    }

    private void emulate(String medium, String scheme) {
        cdp(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        medium.equals("print") ? "print" : "",
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    Map<String, Object> cdp(String command, Map<String, Object> parameters) {
        return driver.executeCdpCommand(command, parameters);
    }

    /** The result of the script's {@code return}; it finds its values in {@code arguments}. */
    @Nullable
    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** The value that the script passes to its last argument, a callback. */
    @Nullable
    Object answer(String script) {
        return driver.executeAsyncScript(script);
    }

    /** Waits until the page is stable: fonts are loaded, and two frames were drawn. */
    void settled() {
        answer("""
                const answer = arguments[arguments.length - 1];
                document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => answer(true))));
                """);
    }

    /** Waits until the script returns true. */
    void until(String what, String script, Object... arguments) {
        until(what, () -> Boolean.TRUE.equals(run(script, arguments)));
    }

    /** Waits for a condition; elements replaced meanwhile are looked up again. */
    void until(String what, Callable<Boolean> condition) {
        try {
            await(what)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(40))
                    .ignoreExceptionsInstanceOf(WebDriverException.class)
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    e.getMessage() + "\n" + address() + " shows:\n" + run("return document.body.innerText"), e);
        }
    }

    /** Waits until such an element is displayed. */
    void has(String css) {
        one(By.cssSelector(css));
    }

    /** Waits until that text is visible on the page. */
    void reads(String words) {
        until("'" + words + "' on the page", "return document.body.innerText.includes(arguments[0])", words);
    }

    /** The visible text of the first such element. */
    String text(String css) {
        return Objects.requireNonNull(one(By.cssSelector(css)).getText());
    }

    /** The texts of all such elements that are displayed, in order. */
    @SuppressWarnings("unchecked")
    List<String> texts(String css) {
        return (List<String>) Objects.requireNonNull(run(
                "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).map(e => e.innerText.trim())",
                css));
    }

    String attribute(String css, String name) {
        return Objects.requireNonNullElse(one(By.cssSelector(css)).getDomAttribute(name), "");
    }

    /** That attribute of all such elements, in order. */
    @SuppressWarnings("unchecked")
    List<String> attributes(String css, String name) {
        return (List<String>) Objects.requireNonNull(run(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.getAttribute(arguments[1]))",
                css,
                name));
    }

    /** Sets the download folder. */
    void savesTo(Path folder) {
        cdp("Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
    }

    void click(String words) {
        WebElement found = control(words);
        await("'" + words + "' to be clicked")
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> {
                    (found.isDisplayed() ? found : control(words)).click();
                    return true;
                });
    }

    /** Clicks the first such element. */
    void clickOn(String css) {
        one(By.cssSelector(css)).click();
    }

    /** Clicks a button or a link, by its whole text or its label. */
    WebElement control(String words) {
        String quoted = "\"" + words + "\"";
        return one(
                By.xpath("(//button|//a|//summary)[normalize-space()=" + quoted + " or @aria-label=" + quoted + "]"));
    }

    /** Fills an input, by its label. */
    WebElement field(String label) {
        String quoted = "\"" + label + "\"";
        return one(By.xpath("//*[self::input or self::select or self::textarea][@aria-label=" + quoted
                + " or ancestor::label[starts-with(normalize-space(), " + quoted + ")]"
                + " or @id=//label[starts-with(normalize-space(), " + quoted + ")]/@for]"));
    }

    void fill(String label, String value) {
        WebElement field = field(label);
        field.clear();
        field.sendKeys(value);
    }

    void choose(String label, String option) {
        WebElement select = field(label);
        select.findElement(By.xpath("./option[normalize-space()=\"" + option + "\"]"))
                .click();
    }

    /** Sends keys to the element with the focus. */
    void press(Keys... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    private WebElement one(By by) {
        return await(by.toString())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(40))
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(
                        () -> driver.findElements(by).stream()
                                .filter(WebElement::isDisplayed)
                                .findFirst()
                                .orElseThrow(() -> new NoSuchElementException(by.toString())),
                        Objects::nonNull);
    }

    /** The browser's complaints since the last call: script errors, blocked content, failed requests. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Network traffic since the last call. */
    Traffic traffic() {
        return Traffic.of(driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .toList());
    }

    byte[] picture() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
