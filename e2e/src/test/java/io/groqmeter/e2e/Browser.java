package io.groqmeter.e2e;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

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

    /** Why there is no browser to be had here; empty when there is one. */
    static Optional<String> missing() {
        return program("E2E_CHROMIUM").isPresent()
                        && program("E2E_CHROMEDRIVER").isPresent()
                ? Optional.empty()
                : Optional.of(
                        "needs chromium and chromedriver, which ./test looks for (Debian: chromium, chromium-driver)");
    }

    private static Optional<String> program(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(path -> new File(path).canExecute());
    }

    /** @param data where it keeps its profile */
    static Browser start(File data) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions()
                .setBinary(program("E2E_CHROMIUM").orElseThrow())
                .addArguments(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--no-first-run",
                        "--no-proxy-server",
                        "--hide-scrollbars",
                        "--force-color-profile=srgb",
                        "--lang=en-US",
                        "--user-data-dir=" + data);
        options.setExperimentalOption("prefs", Map.of("intl.accept_languages", "en-US,en"));
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(program("E2E_CHROMEDRIVER").orElseThrow()))
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
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

    /** Waits until the script gives true. */
    void until(String what, String script, Object... arguments) {
        until(what, () -> Boolean.TRUE.equals(run(script, arguments)));
    }

    /** Waits until that is so; what is gone while it looks is looked for again. */
    void until(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(40))
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(condition);
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
