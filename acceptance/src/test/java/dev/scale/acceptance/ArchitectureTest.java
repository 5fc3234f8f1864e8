package dev.scale.acceptance;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may use whom. docs/architecture.md says it in a picture. */
@AnalyzeClasses(packages = "dev.scale", importOptions = ArchitectureTest.WhatIsShipped.class)
class ArchitectureTest {

    private static final int MOST_LINES = 400;

    /** Tests come as folders of classes and, from other modules, as jars. */
    static final class WhatIsShipped implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule brokersMoveBytesAndKnowNothingElse = usesOfOurs("dev.scale.messaging.broker..");

    @ArchTest
    static final ArchRule theStoreKnowsNothingElse = usesOfOurs("dev.scale.messaging.store..");

    @ArchTest
    static final ArchRule servicesAlongsideKnowNothingElse = usesOfOurs("dev.scale.local..");

    @ArchTest
    static final ArchRule theLibraryUsesItsBrokersAndItsStore =
            usesOfOurs("dev.scale.messaging", "dev.scale.messaging..");

    @ArchTest
    static final ArchRule jobsAreAnOrdinaryUserOfTheLibrary = usesOfOurs("dev.scale.jobs..", "dev.scale.messaging..");

    /** And what stands in for a broker where class data is made, which has to speak like one. */
    @ArchTest
    static final ArchRule onlyTheBrokerPackageLinksBrokersClients = noClasses()
            .that(not(resideInAnyPackage(
                    "dev.scale.messaging.broker..", "dev.scale.local..", "dev.scale.app.classdata..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.rabbitmq..", "software.amazon..");

    @ArchTest
    static final ArchRule onlyTheStoreLinksThePool = noClasses()
            .that(not(resideInAPackage("dev.scale.messaging.store..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.zaxxer..", "org.flywaydb..", "org.postgresql..");

    @ArchTest
    static final ArchRule onlyOneClassLinksDatabind = noClasses()
            .that()
            .doNotHaveSimpleName("RecordCodec")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tools.jackson.databind..");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameStartingWith("Abstract");

    @Test
    void noSourceFileIsLong() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (String module : List.of("local", "core", "jobs", "app", "acceptance", "benchmarks")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    int lines = Files.readAllLines(file).size();
                    if (lines > MOST_LINES) {
                        tooLong.add(file + " has " + lines + " lines");
                    }
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    /** Of our own packages these may use themselves and the given ones. */
    private static ArchRule usesOfOurs(String who, String... whom) {
        String[] allowed = Stream.concat(Stream.of(who), Stream.of(whom)).toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(who)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(not(resideInAPackage("dev.scale.."))));
    }
}
