package io.groqmeter.cli.settings;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The values of settings given as flags. */
public final class Flags {

    private Flags() {}

    /** The flags a command was called with. */
    static Map<Setting, String> of(ParseResult parsed) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            setting.flag().map(parsed::matchedOption).map(OptionSpec::getValue).ifPresent(value -> {
                // A command may have an option of its own by that name (the simulator's port is no setting): it is a
                // number there.
                if (value instanceof String text) {
                    flags.put(setting, text);
                }
            });
        }
        return flags;
    }

    /**
     * The flags of plain arguments: {@code --port 5001} or {@code --port=5001}, each flag once. Empty for all others, whether they are
     * wrong or only unusual.
     *
     * @param known the settings whose flags may be there
     */
    public static Optional<Map<Setting, String>> plain(List<String> arguments, Setting... known) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (int next = 0; next < arguments.size(); next++) {
            String flag = arguments.get(next);
            int equals = flag.indexOf('=');
            String value;
            if (equals >= 0) {
                value = flag.substring(equals + 1);
                flag = flag.substring(0, equals);
            } else if (++next < arguments.size()) {
                value = arguments.get(next);
            } else {
                return Optional.empty();
            }
            Optional<Setting> setting = withFlag(flag, known);
            if (setting.isEmpty() || unusual(value) || flags.put(setting.get(), value) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(flags);
    }

    private static Optional<Setting> withFlag(String flag, Setting... known) {
        return Arrays.stream(known)
                .filter(setting -> flag.equals(setting.flag().orElse("")))
                .findFirst();
    }

    /** Whether it is empty, another flag, an argument file, or quoted. */
    private static boolean unusual(String value) {
        return value.isEmpty() || "-@\"'".indexOf(value.charAt(0)) >= 0;
    }
}
