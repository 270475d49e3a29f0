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
 * A headless Chromium with an empty profile, in a time zone that is not the gateway's.
 *
 * <p>Elements are named as a person or a screen reader names them: by their words. Whatever is read or clicked is awaited.
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

    /** @param data where it keeps its profile */
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

    /** As wide as a desk's or a phone's; Chromium's own windows cannot be narrower than 500 pixels. */
    void width(int pixels) {
        height(pixels, HEIGHT);
    }

    void height(int width, int height) {
        cdp(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width == PHONE));
    }

    /** What the system asks for: {@code light} or {@code dark}. */
    void scheme(String name) {
        emulate("screen", name);
    }

    /** How a printer sees the page. */
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

    /** What the script's {@code return} gives; {@code arguments} are its own. */
    @Nullable
    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** What the script hands to its last argument, a function. */
    @Nullable
    Object answer(String script) {
        return driver.executeAsyncScript(script);
    }

    /** Waits until nothing moves: fonts are there, and two frames were drawn. */
    void settled() {
        answer("""
                const answer = arguments[arguments.length - 1];
                document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => answer(true))));
                """);
    }

    /** Waits until the script gives true. */
    void until(String what, String script, Object... arguments) {
        until(what, () -> Boolean.TRUE.equals(run(script, arguments)));
    }

    /** Waits until that is so; what is gone while it looks is looked for again. */
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

    /** Waits until such an element is there and shown. */
    void has(String css) {
        one(By.cssSelector(css));
    }

    /** Waits until those words stand on the page where people see them. */
    void reads(String words) {
        until("'" + words + "' on the page", "return document.body.innerText.includes(arguments[0])", words);
    }

    /** The text that people see in the first such element. */
    String text(String css) {
        return Objects.requireNonNull(one(By.cssSelector(css)).getText());
    }

    /** The texts of all such elements that are shown, in their order. */
    @SuppressWarnings("unchecked")
    List<String> texts(String css) {
        return (List<String>) Objects.requireNonNull(run(
                "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).map(e => e.innerText.trim())",
                css));
    }

    String attribute(String css, String name) {
        return Objects.requireNonNullElse(one(By.cssSelector(css)).getDomAttribute(name), "");
    }

    /** That attribute of all such elements, in their order. */
    @SuppressWarnings("unchecked")
    List<String> attributes(String css, String name) {
        return (List<String>) Objects.requireNonNull(run(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.getAttribute(arguments[1]))",
                css,
                name));
    }

    /** Where files go that are downloaded. */
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

    /** A button or a link by its whole words or its label. */
    WebElement control(String words) {
        String quoted = "\"" + words + "\"";
        return one(
                By.xpath("(//button|//a|//summary)[normalize-space()=" + quoted + " or @aria-label=" + quoted + "]"));
    }

    /** An input by its label. */
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

    /** Presses keys wherever the focus is. */
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

    /** What it complained of since it was asked last: errors of scripts, refused content, failed requests. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** What went over the wire since it was asked last. */
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
