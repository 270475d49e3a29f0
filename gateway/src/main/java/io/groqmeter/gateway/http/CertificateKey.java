package io.groqmeter.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks that a private key belongs to a certificate. The JDK notices a mismatch only when a handshake fails. */
final class CertificateKey {

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** How to sign, by the algorithm of the key; keys of others are not checked. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private static final byte[] SAMPLE = "groqmeter".getBytes(ISO_8859_1);

    private CertificateKey() {}

    /** @throws IllegalArgumentException when the key is another certificate's */
    static void requireMatch(Path certificate, Path key) throws IOException {
        try {
            PublicKey publicKey = publicKey(certificate);
            String algorithm = SIGNATURES.get(publicKey.getAlgorithm());
            Matcher pem = PKCS8.matcher(Files.readString(key, ISO_8859_1));
            if (algorithm != null && pem.find()) {
                byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
                PrivateKey privateKey = KeyFactory.getInstance(publicKey.getAlgorithm())
                        .generatePrivate(new PKCS8EncodedKeySpec(encoded));
                if (!verifies(algorithm, privateKey, publicKey)) {
                    throw mismatch();
                }
            }
        } catch (GeneralSecurityException e) {
            throw mismatch();
        }
    }

    private static PublicKey publicKey(Path certificate) throws IOException, GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(certificate)) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(pem)
                    .iterator()
                    .next()
                    .getPublicKey();
        }
    }

    private static boolean verifies(String algorithm, PrivateKey privateKey, PublicKey publicKey)
            throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(privateKey);
        signer.update(SAMPLE);
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(publicKey);
        verifier.update(SAMPLE);
        return verifier.verify(signer.sign());
    }

    private static IllegalArgumentException mismatch() {
        return new IllegalArgumentException("the key does not belong to the certificate");
    }
}
