package io.groqmeter.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A text that must not be found anywhere, in no part and in none of the usual disguises. */
final class PlantedSecret {

    private static final int PART = 12;

    private final String text;
    private final Map<String, String> disguises = new LinkedHashMap<>();

    /** @param text of ASCII letters, digits and the like, that nothing else resembles */
    PlantedSecret(String text) {
        this.text = text;
        for (int from = 0; from + PART <= text.length(); from += PART / 2) {
            String part = text.substring(from, from + PART);
            byte[] bytes = part.getBytes(UTF_8);
            disguises.put(part, part);
            disguises.put(part + " in hex", HexFormat.of().formatHex(bytes));
            disguises.put(part + " in HEX", HexFormat.of().withUpperCase().formatHex(bytes));
            for (int shift = 0; shift < 3; shift++) {
                disguises.put(part + " in base64 after " + shift + " bytes", base64(bytes, shift));
            }
        }
        disguises.put("the SHA-256 of " + text, sha256(text));
    }

    String text() {
        return text;
    }

    /** What of it is in the bytes; empty when nothing is. */
    Optional<String> foundIn(byte[] bytes) {
        String haystack = new String(bytes, ISO_8859_1);
        return disguises.entrySet().stream()
                .filter(disguise -> haystack.contains(disguise.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    Optional<String> foundIn(String said) {
        return foundIn(said.getBytes(UTF_8));
    }

    /** The characters that stand for whole bytes of it, wherever it begins in a longer text. */
    private static String base64(byte[] bytes, int shift) {
        byte[] shifted = new byte[shift + bytes.length];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        return text.substring(shift == 0 ? 0 : 4, shifted.length / 3 * 4);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
