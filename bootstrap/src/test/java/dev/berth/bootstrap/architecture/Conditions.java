package dev.berth.bootstrap.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.ThrowsDeclaration;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/// What the rules ask that ArchUnit has no words for.
final class Conditions {
  /// The one port method that fails on a stream of its caller's, not on anything behind the port.
  private static final String FAILS_ON_ITS_CALLERS_STREAM =
      "dev.berth.ports.driven.RunningProgram.copyOutput";

  /// Prints to stderr; other destinations are named as a parameter.
  static final DescribedPredicate<JavaMethodCall> PRINTS_A_STACK_TRACE =
      DescribedPredicate.describe(
          "Throwable.printStackTrace()",
          call ->
              call.getTargetOwner().isAssignableTo(Throwable.class)
                  && call.getName().equals("printStackTrace")
                  && call.getTarget().getRawParameterTypes().isEmpty());

  private Conditions() {}

  /// A call of one of a class's methods, whatever its parameters.
  static DescribedPredicate<JavaMethodCall> callOf(Class<?> owner, String... methods) {
    Set<String> names = Set.of(methods);
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + String.join("/", methods),
        call -> call.getTargetOwner().isEquivalentTo(owner) && names.contains(call.getName()));
  }

  static ArchCondition<JavaClass> beOneOf(Set<String> names) {
    return condition(
        "be one of " + names,
        type -> names.contains(type.getFullName()),
        type -> type.getFullName() + " is public but not a named factory");
  }

  /// The result of a port is a record or enum of its own; everything else is an interface.
  static ArchCondition<JavaClass> beAnInterfaceOrAResult() {
    return condition(
        "be an interface, or a record or enum that one passes or answers with",
        type -> type.isInterface() || type.isRecord() || type.isEnum(),
        type -> type.getFullName() + " is a class");
  }

  static ArchCondition<JavaClass> lieInANullMarkedPackage() {
    return condition(
        "lie in a package that is @NullMarked",
        type -> type.getPackage().isAnnotatedWith(NullMarked.class),
        type -> "package " + type.getPackageName() + " of " + type.getSimpleName() + " is not");
  }

  static ArchCondition<JavaMethod> declareNoCheckedExceptionBarInterruption() {
    return new ArchCondition<>("declare no checked exception bar InterruptedException") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        for (ThrowsDeclaration<JavaMethod> declared : method.getThrowsClause()) {
          if (!mayBeDeclared(method, declared.getRawType())) {
            events.add(
                SimpleConditionEvent.violated(
                    method, method.getFullName() + " declares " + declared.getRawType().getName()));
          }
        }
      }
    };
  }

  static ArchCondition<JavaMethod> speakOnlyOf(DescribedPredicate<JavaClass> known) {
    return new ArchCondition<>("speak only of classes that " + known.getDescription()) {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        Stream.concat(
                method.getReturnType().getAllInvolvedRawTypes().stream(),
                method.getParameterTypes().stream()
                    .flatMap(type -> type.getAllInvolvedRawTypes().stream()))
            .map(JavaClass::getBaseComponentType)
            .filter(type -> !type.isPrimitive() && !known.test(type))
            .forEach(type ->
                events.add(
                    SimpleConditionEvent.violated(
                        method, method.getFullName() + " speaks of " + type.getName())));
      }
    };
  }

  private static boolean mayBeDeclared(JavaMethod method, JavaClass exception) {
    String name = method.getOwner().getName() + "." + method.getName();
    return exception.isAssignableTo(RuntimeException.class)
        || exception.isEquivalentTo(InterruptedException.class)
        || (exception.isEquivalentTo(IOException.class)
            && name.equals(FAILS_ON_ITS_CALLERS_STREAM));
  }

  private static ArchCondition<JavaClass> condition(
      String description, Predicate<JavaClass> holds, Function<JavaClass, String> complaint) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (!holds.test(type)) {
          events.add(SimpleConditionEvent.violated(type, complaint.apply(type)));
        }
      }
    };
  }
}
