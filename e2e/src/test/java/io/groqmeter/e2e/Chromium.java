package io.groqmeter.e2e;

import java.io.File;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The system's own chromium and its driver, where {@code E2E_CHROMIUM} and {@code E2E_CHROMEDRIVER} say. */
final class Chromium {

    private Chromium() {}

    /** Why no browser is available; empty when one is. */
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

    /** Starts it headless with that profile, with full logging and without background traffic. */
    static ChromeDriver start(File data) {
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
        return new ChromeDriver(service, options);
    }
}
