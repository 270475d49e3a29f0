package io.groqmeter.example.spring;

import io.groqmeter.UsageMeter;
import io.groqmeter.example.Groq;
import io.groqmeter.example.Printed;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Spring AI in a Spring Boot application, metered by having the module on its class path. */
@Configuration
@EnableAutoConfiguration
public class SpringBootExample {

    public static void main(String[] args) throws Exception {
        try (Groq groq = Groq.of(System.getenv("GROQ_API_KEY"));
                ConfigurableApplicationContext context = start(groq)) {
            run(context);
            Printed.summary(context.getBean(UsageMeter.class));
        }
    }

    static ConfigurableApplicationContext start(Groq groq) {
        SpringApplication application = new SpringApplication(SpringBootExample.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run(
                "--spring.ai.openai.base-url=" + groq.baseUrl(),
                "--spring.ai.openai.api-key=" + groq.key(),
                "--spring.ai.openai.chat.model=" + groq.model(),
                "--groqmeter.project=website",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn");
    }

    static void run(ConfigurableApplicationContext context) {
        ChatClient client = ChatClient.create(context.getBean(ChatModel.class));
        System.out.println(client.prompt("What does a meter count?").call().content());
        client.prompt("What does a meter count?").stream().content().toStream().forEach(System.out::print);
        System.out.println();
    }
}
