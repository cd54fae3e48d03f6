package dev.berth.bootstrap.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.berth.bootstrap.architecture.Conditions.callOf;
import static dev.berth.bootstrap.architecture.Modules.ADAPTERS;
import static dev.berth.bootstrap.architecture.Modules.APPLICATION;
import static dev.berth.bootstrap.architecture.Modules.AUTH;
import static dev.berth.bootstrap.architecture.Modules.BOOTSTRAP;
import static dev.berth.bootstrap.architecture.Modules.COMMAND_LINE;
import static dev.berth.bootstrap.architecture.Modules.CONFIG;
import static dev.berth.bootstrap.architecture.Modules.DOCKER;
import static dev.berth.bootstrap.architecture.Modules.DOMAIN;
import static dev.berth.bootstrap.architecture.Modules.PORTS;
import static dev.berth.bootstrap.architecture.Modules.SSHD;
import static dev.berth.bootstrap.architecture.Modules.WEBHOOK;
import static dev.berth.bootstrap.architecture.Modules.oursAnd;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;

@AnalyzeClasses(packages = "dev.berth", importOptions = Modules.ProductionCode.class)
final class ArchitectureTest {
  // 1. The dependency rule.

  @ArchTest
  static final ArchRule dependenciesPointInwardsAndAdaptersDoNotSeeEachOther =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("domain")
          .definedBy(DOMAIN)
          .layer("ports")
          .definedBy(PORTS)
          .layer("application")
          .definedBy(APPLICATION)
          .layer("docker")
          .definedBy(DOCKER)
          .layer("sshd")
          .definedBy(SSHD)
          .layer("config")
          .definedBy(CONFIG)
          .layer("auth")
          .definedBy(AUTH)
          .layer("webhook")
          .definedBy(WEBHOOK)
          .layer("bootstrap")
          .definedBy(BOOTSTRAP)
          .ensureAllClassesAreContainedInArchitecture()
          .whereLayer("domain")
          .mayNotAccessAnyLayer()
          .whereLayer("ports")
          .mayOnlyAccessLayers("domain")
          .whereLayer("application")
          .mayOnlyAccessLayers("ports", "domain")
          .whereLayer("docker")
          .mayOnlyAccessLayers("ports", "domain")
          .whereLayer("sshd")
          .mayOnlyAccessLayers("ports", "domain")
          .whereLayer("config")
          .mayOnlyAccessLayers("ports", "domain")
          .whereLayer("auth")
          .mayOnlyAccessLayers("ports", "domain")
          .whereLayer("webhook")
          .mayOnlyAccessLayers("ports", "domain")
          .whereLayer("bootstrap")
          .mayNotBeAccessedByAnyLayer();

  // 2. The model and its ports are plain Java.

  @ArchTest
  static final ArchRule domainAndPortsUseOnlyPlainJava =
      classes()
          .that()
          .resideInAnyPackage(DOMAIN, PORTS)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  DOMAIN,
                  PORTS,
                  "java.lang..",
                  "java.math",
                  "java.util",
                  "java.util.function",
                  "java.util.stream",
                  "java.util.regex",
                  "java.util.concurrent..",
                  "java.time..",
                  "java.io..",
                  "java.net",
                  "java.nio..",
                  "java.security",
                  "org.jspecify.."));

  // 3. Vendors stay in their adapters.

  @ArchTest
  static final ArchRule applicationUsesNoVendor =
      classes()
          .that()
          .resideInAPackage(APPLICATION)
          .should()
          .onlyDependOnClassesThat(resideInAnyPackage(oursAnd()));

  @ArchTest
  static final ArchRule dockerAdapterUsesOnlyTheDockerClient =
      classes()
          .that()
          .resideInAPackage(DOCKER)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  oursAnd(
                      "com.github.dockerjava..",
                      "com.fasterxml.jackson..",
                      "okhttp3..",
                      "okio..",
                      "kotlin..",
                      "org.apache.commons.compress.archivers..",
                      // PEM files of private keys.
                      "org.bouncycastle..",
                      "org.slf4j")));

  @ArchTest
  static final ArchRule sshdAdapterUsesOnlyTheSshServer =
      classes()
          .that()
          .resideInAPackage(SSHD)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(oursAnd("org.apache.sshd..", "org.bouncycastle..", "org.slf4j")));

  @ArchTest
  static final ArchRule configAdapterUsesOnlyTheParser =
      classes()
          .that()
          .resideInAPackage(CONFIG)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(oursAnd("com.fasterxml.jackson..", "org.yaml.snakeyaml..")));

  @ArchTest
  static final ArchRule authAdapterUsesOnlyTheHashes =
      classes()
          .that()
          .resideInAPackage(AUTH)
          .should()
          .onlyDependOnClassesThat(resideInAnyPackage(oursAnd("org.bouncycastle..", "org.slf4j")));

  @ArchTest
  static final ArchRule webhookAdapterUsesOnlyTheParsers =
      classes()
          .that()
          .resideInAPackage(WEBHOOK)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(oursAnd("com.fasterxml.jackson..", "org.bouncycastle..")));

  @ArchTest
  static final ArchRule bootstrapUsesOnlyCommandLineLoggingAndMetrics =
      classes()
          .that()
          .resideInAPackage(BOOTSTRAP)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  oursAnd(
                      "picocli..",
                      "ch.qos.logback..",
                      "com.sun.net.httpserver",
                      "io.prometheus.metrics..",
                      "org.slf4j",
                      "com.fasterxml.jackson.core..")));

  // 4. No hidden inputs and outputs.

  @ArchTest
  static final ArchRule theInsideReadsNeitherWallClockNorEnvironment =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN, PORTS, APPLICATION)
          .should()
          .callMethodWhere(callOf(Instant.class, "now"))
          .orShould()
          .callMethodWhere(callOf(LocalDate.class, "now"))
          .orShould()
          .callMethodWhere(callOf(LocalDateTime.class, "now"))
          .orShould()
          .callMethodWhere(callOf(ZonedDateTime.class, "now"))
          .orShould()
          .callMethodWhere(callOf(Clock.class, "systemUTC", "systemDefaultZone", "system"))
          .orShould()
          .callMethodWhere(callOf(InstantSource.class, "system"))
          .orShould()
          .callMethodWhere(
              callOf(System.class, "currentTimeMillis", "getenv", "getProperty", "getProperties"));

  @ArchTest
  static final ArchRule onlyTheCommandLineSpeaksToTheTerminal =
      noClasses()
          .that(not(resideInAnyPackage(COMMAND_LINE)))
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethodWhere(Conditions.PRINTS_A_STACK_TRACE);

  // 5. What ports, model and packages look like.

  @ArchTest
  static final ArchRule portsAreInterfaces =
      classes()
          .that()
          .resideInAPackage(PORTS)
          .and()
          .doNotHaveSimpleName("package-info")
          .should(Conditions.beAnInterfaceOrAResult());

  @ArchTest
  static final ArchRule theModelDoesNotChange =
      fields().that().areDeclaredInClassesThat().resideInAPackage(DOMAIN).should().beFinal();

  @ArchTest
  static final ArchRule nullIsSaidWhereItMayBe =
      classes().should(Conditions.lieInANullMarkedPackage());

  @ArchTest
  static final ArchRule packagesDoNotFormCycles =
      slices().matching("dev.berth.(**)").should().beFreeOfCycles();

  // 6. Adapters hide behind their factories.

  @ArchTest
  static final ArchRule inAdaptersOnlyTheFactoriesArePublic =
      classes()
          .that()
          .resideInAPackage(ADAPTERS)
          .and()
          .areTopLevelClasses()
          .and()
          .haveModifier(JavaModifier.PUBLIC)
          .should(Conditions.beOneOf(Modules.FACTORIES))
          .allowEmptyShould(true);

  // 7. What port methods say.

  @ArchTest
  static final ArchRule portsDeclareNoCheckedExceptions =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(PORTS)
          .should(Conditions.declareNoCheckedExceptionBarInterruption());

  @ArchTest
  static final ArchRule portsSpeakOfTheModelOnly =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(PORTS)
          .should(Conditions.speakOnlyOf(resideInAnyPackage(DOMAIN, PORTS, "java..")));

  // 8. The rules above have looked at everything.

  @ArchTest
  static void everyModuleWasSeen(JavaClasses seen) {
    for (String module : Modules.ALL) {
      assertThat(seen)
          .as("classes of " + module)
          .anyMatch(type -> type.getPackageName().startsWith(Modules.prefix(module)));
    }
  }
}
