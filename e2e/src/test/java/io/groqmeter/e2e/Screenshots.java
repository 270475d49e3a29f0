package io.groqmeter.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** {@code e2e/screenshots}: a picture of every view in both themes at two widths, always of the same books. */
final class Screenshots {

    private static final int DESK_HEIGHT = 1_300;
    private static final int PHONE_HEIGHT = 1_700;

    /** The gateway listens on a free port, which would differ in each picture. */
    private static final String USUAL_PORT = """
            document.querySelectorAll('code').forEach((code) => {
              code.textContent = code.textContent.replace(arguments[0], "5001");
            });
            """;

    private final Stage stage;
    private final Path folder;

    private Screenshots(Stage stage, Path folder) {
        this.stage = stage;
        this.folder = folder;
    }

    /** @param args the output folder */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Stage sample = Stage.withSampleBooks();
        try {
            sample.set();
            Screenshots camera = new Screenshots(sample, folder);
            for (View view : View.ALL) {
                camera.shoot(view);
            }
        } finally {
            sample.strike();
        }
        Stage empty = new Stage();
        try {
            empty.set();
            new Screenshots(empty, folder).shoot(new View("start", "overview", ".start"));
        } finally {
            empty.strike();
        }
        System.exit(0);
    }

    private void shoot(View view) throws IOException {
        for (int width : new int[] {Browser.DESK, Browser.PHONE}) {
            for (String theme : new String[] {"light", "dark"}) {
                Browser browser = stage.browser();
                browser.scheme(theme);
                browser.width(width);
                stage.show(view);
                browser.run(USUAL_PORT, Integer.toString(stage.gateway().port()));
                int whole = ((Number)
                                Objects.requireNonNull(browser.run("return document.documentElement.scrollHeight")))
                        .intValue();
                browser.height(width, Math.min(whole, width == Browser.DESK ? DESK_HEIGHT : PHONE_HEIGHT));
                browser.settled();
                String name = view.name() + "-" + theme + (width == Browser.PHONE ? "-phone" : "") + ".png";
                Files.write(folder.resolve(name), SmallPng.of(browser.picture()));
                System.out.printf("%,9d  %s%n", Files.size(folder.resolve(name)), name);
            }
        }
    }
}
