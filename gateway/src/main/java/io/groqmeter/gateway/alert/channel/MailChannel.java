package io.groqmeter.gateway.alert.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.gateway.alert.Alert;
import io.groqmeter.gateway.alert.Channel;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Sends mail over SMTP. Its {@code Message-ID} is derived from the alert's id, so that a repeated delivery can be recognised. */
final class MailChannel implements Channel {

    private static final String TIMEOUT_MILLIS = "10000";

    private final Server server;
    private final String from;
    private final List<String> to;

    /**
     * The SMTP server.
     *
     * @param security {@code starttls}, {@code tls} from the first byte, or {@code none}
     * @param user null without authentication
     */
    record Server(
            String host,
            int port,
            String security,
            @Nullable String user,
            @Nullable String password) {

        /** Never shows the password. */
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    MailChannel(Server server, String from, List<String> to) {
        this.server = server;
        this.from = from;
        this.to = List.copyOf(to);
    }

    @Override
    public void send(Alert alert) throws IOException {
        try {
            Session session = Session.getInstance(properties());
            MimeMessage message = new Identified(session, alert.id());
            message.setFrom(new InternetAddress(from, true));
            for (String receiver : to) {
                message.addRecipient(RecipientType.TO, new InternetAddress(receiver, true));
            }
            message.setSubject("groqmeter: " + alert.text(), UTF_8.name());
            message.setSentDate(Date.from(alert.at()));
            message.setText(text(alert), UTF_8.name());
            message.saveChanges();
            try (Transport transport = session.getTransport(server.security().equals("tls") ? "smtps" : "smtp")) {
                transport.connect(server.host(), server.port(), server.user(), server.password());
                transport.sendMessage(message, message.getAllRecipients());
            }
        } catch (MessagingException e) {
            throw new IOException(server + ": " + e.getMessage(), e);
        }
    }

    private static String text(Alert alert) {
        StringBuilder text = new StringBuilder(alert.text()).append("\n\n");
        alert.factsInOrder()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append('\n'));
        return text.append("\nrule: ")
                .append(alert.rule())
                .append("\nid: ")
                .append(alert.id())
                .append("\nat: ")
                .append(alert.at())
                .append('\n')
                .toString();
    }

    private Properties properties() {
        Properties properties = new Properties();
        for (String protocol : List.of("mail.smtp.", "mail.smtps.")) {
            properties.put(protocol + "connectiontimeout", TIMEOUT_MILLIS);
            properties.put(protocol + "timeout", TIMEOUT_MILLIS);
            properties.put(protocol + "writetimeout", TIMEOUT_MILLIS);
            properties.put(protocol + "auth", Boolean.toString(server.user() != null));
            properties.put(protocol + "ssl.checkserveridentity", "true");
        }
        boolean starttls = server.security().equals("starttls");
        properties.put("mail.smtp.starttls.enable", Boolean.toString(starttls));
        properties.put("mail.smtp.starttls.required", Boolean.toString(starttls));
        return properties;
    }

    /** A message with the alert's id in its Message-ID. */
    private static final class Identified extends MimeMessage {

        private final String id;

        Identified(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + "@groqmeter>");
        }
    }
}
