/** Applications of Spring Boot 3 with Spring AI 1 that have groqmeter-spring-boot on their class path. */
@NullMarked
package io.groqmeter.spring.boot3;

import org.jspecify.annotations.NullMarked;
