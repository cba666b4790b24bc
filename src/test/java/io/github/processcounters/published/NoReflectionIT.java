package io.github.processcounters.published;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The jar finds nothing by name at run time, so native-image needs no configuration. The one look-up that is allowed is
 * that of a VarHandle whose class, name and type are constants: the image builder sees through it.
 */
final class NoReflectionIT {

  /** In a constant pool: the classes, and the members of classes, by which code finds other code, or resources. */
  private static final Pattern REFLECTION = Pattern.compile(
      " = (Class|Methodref|InterfaceMethodref|Fieldref) .*// \"?\\[*L?("
          + "java/lang/reflect/|java/lang/Class\\.(?!desiredAssertionStatus:|get(Simple)?Name:)"
          + "|java/lang/ClassLoader|java/lang/Module"
          + "|java/lang/invoke/MethodHandles\\$Lookup\\.(?!findVarHandle:)|java/lang/invoke/MethodType"
          + "|java/util/ServiceLoader|java/util/ResourceBundle|java/io/Serializable|java/io/ObjectInputStream"
          + "|java/util/concurrent/atomic/Atomic\\w+FieldUpdater|sun/|jdk/internal/)");

  private static final Pattern CONSTANT =
      Pattern.compile(".*: (ldc|ldc_w|getstatic) .*// (class|String|Field \\S+\\.TYPE:).*");

  static List<String> classes() throws IOException {
    return JarIT.files().stream().filter(file -> file.endsWith(".class")).toList();
  }

  @ParameterizedTest
  @MethodSource("classes")
  @DisplayName("No class of the jar uses reflection")
  void noReflection(String file) {
    assertEquals(List.of(), javap(file).lines().filter(REFLECTION.asPredicate()).toList());
  }

  @ParameterizedTest
  @MethodSource("classes")
  @DisplayName("Every VarHandle is looked up by constants")
  void constantLookups(String file) {
    List<String> lines = javap(file).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains("invokevirtual") && lines.get(i).contains(".findVarHandle:")) {
        List<String> arguments = lines.subList(i - 3, i);
        assertTrue(arguments.stream().allMatch(CONSTANT.asMatchPredicate()), arguments::toString);
      }
    }
  }

  private static String javap(String file) {
    String output = Tool.run("javap", "-v", "-p", "jar:" + Published.JAR.toUri() + "!/" + file);
    assertTrue(output.contains("Constant pool:"), output);
    return output;
  }
}
