package io.groqmeter.groq.json;

import java.util.Random;

/** Writes random valid JSON texts over a few keys, with every liberty JSON allows. */
final class RandomJson {

    static final String[] KEYS = {"a", "b", "usage", "n\u00f1\"", "\ud83d\ude42"};

    private static final String[] SPACES = {"", "", "", " ", "\n\t ", "\r\n"};
    private static final String[] NUMBERS = {
        "0",
        "-1",
        "12",
        "007".substring(2),
        "1.5",
        "12.0",
        "1.2e1",
        "1E+2",
        "-0",
        "123456789012345678",
        "12345678901234567890",
        "1e400000000",
        "0." + "3".repeat(70),
        "9".repeat(100)
    };
    private static final String[] PIECES = {
        "x",
        "hello ",
        "{\\\"a\\\":1}",
        "\\\\",
        "\\/",
        "\\n\\t\\r\\b\\f",
        "\\u0041",
        "\\u00e9",
        "\\u20AC",
        "\\ud83d\\ude42",
        "\\uD83D",
        "\\ude42",
        "\\uD83D\\n",
        "\\uD83Dx",
        "\\uD83D\\u0041",
        "é",
        "€",
        "\ud83d\ude42",
        "[",
        "}",
        ",",
        "\\\""
    };

    private final Random random;
    private final StringBuilder text = new StringBuilder();

    private RandomJson(Random random) {
        this.random = random;
    }

    static String text(Random random) {
        RandomJson json = new RandomJson(random);
        json.container(5);
        return json.text.toString();
    }

    private void value(int depth) {
        space();
        switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> text.append(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 1 -> text.append(new String[] {"true", "false", "null"}[random.nextInt(3)]);
            case 2, 3, 4 -> string();
            default -> container(depth - 1);
        }
        space();
    }

    private void container(int depth) {
        boolean object = random.nextInt(3) > 0;
        text.append(object ? '{' : '[');
        space();
        int members = random.nextInt(5);
        for (int i = 0; i < members; i++) {
            text.append(i > 0 ? "," : "");
            if (object) {
                space();
                key();
                space();
                text.append(':');
            }
            value(depth);
        }
        text.append(object ? '}' : ']');
    }

    private void key() {
        String key = KEYS[random.nextInt(KEYS.length)];
        text.append('"');
        for (char unit : key.toCharArray()) {
            if (unit == '"' || random.nextInt(4) == 0) {
                text.append("\\u%04x".formatted((int) unit));
            } else if (Character.isSurrogate(unit)) {
                text.append("\\u%04X".formatted((int) unit));
            } else {
                text.append(unit);
            }
        }
        text.append('"');
    }

    private void string() {
        text.append('"');
        int pieces = random.nextInt(4) == 0 ? 200 : random.nextInt(4);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        text.append('"');
    }

    private void space() {
        text.append(SPACES[random.nextInt(SPACES.length)]);
    }
}
