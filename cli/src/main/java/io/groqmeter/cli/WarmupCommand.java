package io.groqmeter.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code groqmeter warmup}: runs every kind of call once and says nothing. The launcher records the classes that takes, so that
 * later starts find them ready.
 */
@Command(name = "warmup", hidden = true, description = "Run every kind of call once, for the launcher's class archive.")
final class WarmupCommand implements Callable<Integer> {

    private final Surroundings around;

    @Spec
    private CommandSpec spec;

    WarmupCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        Surroundings silent = new Surroundings(around.env(), around.folder(), nobody, nobody, around.clock());
        try (PassingFolder passing = PassingFolder.make()) {
            Settings settings = Main.settings(around, spec)
                    .with(Setting.DATA, passing.path().toString())
                    .with(Setting.STORE, "sqlite")
                    .with(Setting.HOST, "127.0.0.1")
                    .with(Setting.PORT, "0")
                    .with(Setting.DEBUG, "true");
            Logs.start(settings);
            new Demo(settings, silent).run();
            Logs.stop();
        }
        return 0;
    }
}
