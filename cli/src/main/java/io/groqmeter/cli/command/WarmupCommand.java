package io.groqmeter.cli.command;

import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.TemporaryFolder;
import io.groqmeter.cli.demo.Demo;
import io.groqmeter.cli.serve.Banner;
import io.groqmeter.cli.serve.Logs;
import io.groqmeter.cli.serve.Wiring;
import io.groqmeter.cli.settings.Flags;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.sqlite.SqliteLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code groqmeter warmup}: prepares what later starts of this build use. It unpacks SQLite to where the launcher's options say
 * that it is, and runs every kind of call once, silently; the launcher records the classes that takes.
 */
@Command(name = "warmup", hidden = true, description = "Run every kind of call once, for the launcher's class archive.")
final class WarmupCommand implements Callable<Integer> {

    private final CliContext around;

    WarmupCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String libraries = System.getProperty(SqliteLibrary.FOLDER);
        if (libraries != null) {
            SqliteLibrary.unpack(Path.of(libraries));
        }
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        CliContext silent = new CliContext(around.env(), around.folder(), nobody, nobody, around.clock());
        try (TemporaryFolder passing = TemporaryFolder.make()) {
            List<String> flags = List.of("--host=127.0.0.1", "--port=0", "--store=sqlite", "--data=" + passing.path());
            Settings settings = Settings.of(
                            Flags.plain(flags, ServeCommand.SETTINGS).orElseThrow(), around.env(), around.folder())
                    .with(Setting.DEBUG, "true");
            Logs.start(settings);
            new Demo(settings, silent).run();
            try (Wiring serving = Wiring.start(settings, silent)) {
                Banner banner = new Banner(settings, serving);
                nobody.println(banner.text() + banner.remarks());
            }
            Logs.stop();
        }
        return 0;
    }
}
