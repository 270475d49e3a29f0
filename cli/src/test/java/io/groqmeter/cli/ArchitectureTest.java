package io.groqmeter.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows of the house. The command line sees every other part, so here they can all be looked at. */
class ArchitectureTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.groqmeter");

    @Test
    void the_modules_point_one_way() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("cli")
                .definedBy("io.groqmeter.cli..")
                .layer("proof")
                .definedBy("io.groqmeter.proof..")
                .layer("gateway")
                .definedBy("io.groqmeter.gateway..")
                .layer("sqlite")
                .definedBy("io.groqmeter.sqlite..")
                .layer("simulator")
                .definedBy("io.groqmeter.simulator..")
                .layer("core")
                .definedBy(
                        "io.groqmeter",
                        "io.groqmeter.integration..",
                        "io.groqmeter.exchange..",
                        "io.groqmeter.outbox..",
                        "io.groqmeter.access..",
                        "io.groqmeter.usage..",
                        "io.groqmeter.pricing..",
                        "io.groqmeter.store..",
                        "io.groqmeter.budget..",
                        "io.groqmeter.groq..",
                        "io.groqmeter.report..",
                        "io.groqmeter.text..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("proof")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("gateway")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("sqlite")
                .mayOnlyBeAccessedByLayers("cli", "proof")
                .whereLayer("simulator")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("core")
                .mayOnlyBeAccessedByLayers("cli", "proof", "gateway", "sqlite")
                .check(HOUSE);
    }

    @Test
    void inside_the_command_line_the_console_knows_nobody_and_only_the_entry_point_knows_all_commands() {
        String cli = "io.groqmeter.cli";
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("main")
                .definedBy(cli)
                .layer("command")
                .definedBy(cli + ".command..")
                .layer("demo")
                .definedBy(cli + ".demo..")
                .layer("doctor")
                .definedBy(cli + ".doctor..")
                .layer("serve")
                .definedBy(cli + ".serve..")
                .layer("books")
                .definedBy(cli + ".books..")
                .layer("settings")
                .definedBy(cli + ".settings..")
                .layer("console")
                .definedBy(cli + ".console..")
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("command")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("demo")
                .mayOnlyBeAccessedByLayers("command")
                .whereLayer("doctor")
                .mayOnlyBeAccessedByLayers("command")
                .whereLayer("serve")
                .mayOnlyBeAccessedByLayers("main", "command", "demo")
                .whereLayer("books")
                .mayOnlyBeAccessedByLayers("command", "doctor", "serve")
                .whereLayer("settings")
                .mayOnlyBeAccessedByLayers("main", "command", "demo", "doctor", "serve", "books")
                .whereLayer("console")
                .mayOnlyBeAccessedByLayers("main", "command", "demo", "doctor", "serve", "books", "settings")
                .check(HOUSE);
        noClasses()
                .that()
                .resideOutsideOfPackage(cli + ".command..")
                .and()
                .resideOutsideOfPackage("io.groqmeter.proof..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.groqmeter.proof..")
                .check(HOUSE);
    }

    @Test
    void inside_the_core_usage_knows_nobody_and_the_integration_knows_all() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("integration")
                .definedBy("io.groqmeter.integration..")
                .layer("exchange")
                .definedBy("io.groqmeter.exchange..")
                .layer("meter")
                .definedBy("io.groqmeter")
                .layer("report")
                .definedBy("io.groqmeter.report..")
                .layer("outbox")
                .definedBy("io.groqmeter.outbox..")
                .layer("budget")
                .definedBy("io.groqmeter.budget..")
                .layer("store")
                .definedBy("io.groqmeter.store..")
                .layer("pricing")
                .definedBy("io.groqmeter.pricing..")
                .layer("access")
                .definedBy("io.groqmeter.access..")
                .layer("groq")
                .definedBy("io.groqmeter.groq..")
                .layer("text")
                .definedBy("io.groqmeter.text..")
                .layer("usage")
                .definedBy("io.groqmeter.usage..")
                .whereLayer("integration")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("exchange")
                .mayOnlyBeAccessedByLayers("integration")
                .whereLayer("meter")
                .mayOnlyBeAccessedByLayers("integration", "exchange")
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("meter")
                .whereLayer("outbox")
                .mayOnlyBeAccessedByLayers("meter")
                .whereLayer("budget")
                .mayOnlyBeAccessedByLayers("integration", "exchange", "meter", "report")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("integration", "exchange", "meter", "report", "outbox", "budget", "access")
                .whereLayer("access")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("pricing")
                .mayOnlyBeAccessedByLayers("meter", "report", "budget", "store")
                .whereLayer("groq")
                .mayOnlyBeAccessedByLayers("integration", "exchange")
                .whereLayer("text")
                .mayOnlyBeAccessedByLayers(
                        "integration",
                        "exchange",
                        "meter",
                        "report",
                        "outbox",
                        "budget",
                        "store",
                        "pricing",
                        "access",
                        "groq",
                        "usage")
                .whereLayer("usage")
                .mayOnlyBeAccessedByLayers(
                        "integration", "exchange", "meter", "report", "outbox", "budget", "store", "pricing", "groq")
                .check(HOUSE);
    }

    @Test
    void no_two_packages_need_each_other() {
        slices().matching("io.groqmeter.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void no_more_than_three_classes_need_each_other() {
        assertThat(ClassCycles.in(HOUSE))
                .as("groups of classes each of which needs each other one, directly or not")
                .allSatisfy(group -> assertThat(group).hasSizeLessThanOrEqualTo(3));
    }

    @Test
    void the_core_brings_no_server_no_database_and_no_logging_back_end() {
        noClasses()
                .that(resideInAnyPackage(
                        "io.groqmeter",
                        "io.groqmeter.integration..",
                        "io.groqmeter.exchange..",
                        "io.groqmeter.outbox..",
                        "io.groqmeter.access..",
                        "io.groqmeter.usage..",
                        "io.groqmeter.pricing..",
                        "io.groqmeter.store..",
                        "io.groqmeter.budget..",
                        "io.groqmeter.groq..",
                        "io.groqmeter.report.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.netty..", "java.sql..", "ch.qos.logback..", "com.fasterxml.jackson.databind..", "picocli..")
                .check(HOUSE);
    }

    @Test
    void only_the_command_line_ends_the_process_and_reads_dot_env() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.groqmeter.cli..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("io.github.cdimascio..")
                .check(HOUSE);
    }

    @Test
    void money_and_quantities_are_never_floating() {
        String[] exact = {
            "io.groqmeter.usage..",
            "io.groqmeter.pricing..",
            "io.groqmeter.store..",
            "io.groqmeter.budget..",
            "io.groqmeter.report.."
        };
        for (Class<?> floating : List.of(double.class, float.class, Double.class, Float.class)) {
            noFields()
                    .that()
                    .areDeclaredInClassesThat(resideInAnyPackage(exact))
                    .should()
                    .haveRawType(floating)
                    .check(HOUSE);
            methods()
                    .that()
                    .areDeclaredInClassesThat(resideInAnyPackage(exact))
                    .should()
                    .notHaveRawReturnType(floating)
                    .check(HOUSE);
        }
    }

    @Test
    void nothing_static_changes() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat(resideInAPackage("io.groqmeter.."))
                .should()
                .beFinal()
                .check(HOUSE);
    }

    @Test
    void every_package_says_what_it_is_and_refuses_null() {
        List<String> silent = HOUSE.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();
        assertThat(silent).as("packages without a @NullMarked package-info").isEmpty();
    }

    @Test
    void no_class_hides_behind_a_name_that_says_nothing() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Utils?|Helper|Impl|Service)")
                .orShould()
                .haveNameMatching(".*\\.(Base|Abstract)[A-Z].*")
                .check(HOUSE);
    }

    @Test
    void the_house_is_all_here() {
        for (String part : List.of(
                "cli",
                "proof",
                "gateway",
                "sqlite",
                "simulator",
                "exchange",
                "usage",
                "pricing",
                "store",
                "budget",
                "groq",
                "report")) {
            assertThat(HOUSE.stream().map(JavaClass::getPackageName))
                    .as("so that no rule above passes for want of classes")
                    .anyMatch(name -> name.startsWith("io.groqmeter." + part));
        }
    }
}
