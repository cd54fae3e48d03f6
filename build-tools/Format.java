import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Checks or applies google-java-format on every Java source below a folder: `check|apply FOLDER`.
public class Format {
  private static final Set<String> SKIPPED = Set.of("target", ".git", ".idea");

  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    Path root = Path.of(args[1]);
    List<Path> changed =
        sources(root).parallelStream().filter(file -> differs(file, apply)).toList();
    changed.forEach(file ->
        System.err.println((apply ? "formatted " : "not formatted: ") + root.relativize(file)));
    if (!apply && !changed.isEmpty()) {
      System.err.println("To format them all: mvn -q -N verify -Dformat=apply");
      System.exit(1);
    }
  }

  private static List<Path> sources(Path folder) throws Exception {
    try (var entries = Files.list(folder)) {
      List<Path> found = new java.util.ArrayList<>();
      for (Path entry : entries.sorted().toList()) {
        if (Files.isDirectory(entry)) {
          if (!SKIPPED.contains(entry.getFileName().toString())) found.addAll(sources(entry));
        } else if (entry.toString().endsWith(".java")) found.add(entry);
      }
      return found;
    }
  }

  private static boolean differs(Path file, boolean apply) {
    try {
      String before = Files.readString(file);
      String after = new Formatter().formatSourceAndFixImports(before);
      if (before.equals(after)) return false;
      if (apply) Files.writeString(file, after);
      return true;
    } catch (Exception failure) {
      throw new IllegalStateException(
          "cannot format " + file + ": " + failure.getMessage(), failure);
    }
  }
}
