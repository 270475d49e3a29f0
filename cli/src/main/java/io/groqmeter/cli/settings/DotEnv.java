package io.groqmeter.cli.settings;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import io.groqmeter.cli.console.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The {@code .env} file of the folder a command is run in. */
public final class DotEnv {

    private static final Pattern FINE = Pattern.compile("\\s*(#.*)?|\\s*[\\w.\\-]+\\s*=.*");

    private DotEnv() {}

    /**
     * The values in the file; none if it does not exist.
     *
     * @throws CliException if it cannot be read; names the line, but not its content, which may be a key
     */
    public static Map<String, String> read(Path folder) {
        Path file = folder.resolve(".env");
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            Map<String, String> values = new HashMap<>();
            Dotenv parsed = Dotenv.configure().directory(folder.toString()).load();
            for (DotenvEntry entry : parsed.entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)) {
                values.put(entry.getKey(), entry.getValue());
            }
            return values;
        } catch (DotenvException e) {
            throw CliException.misused(fault(file));
        }
    }

    private static String fault(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            for (int line = 0; line < lines.size(); line++) {
                if (!FINE.matcher(lines.get(line)).matches()) {
                    return file + ", line " + (line + 1) + ": not a setting; write NAME=value, without export";
                }
            }
            return file + ": cannot be read as lines of NAME=value; look for a quote that is not closed";
        } catch (IOException e) {
            return file + " cannot be read: make it a text file in UTF-8 that this user may read";
        }
    }
}
