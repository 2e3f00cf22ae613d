// title: writes, links and makes folders wherever it can
// source: judge test: leave a file, and see it in the next run
// twin: yes
import java.nio.file.Files;
import java.nio.file.Path;

class Program {
    public static void main(String[] words) {
        Attack.each(Attack.PLACES, folder -> {
            Path path = Path.of(folder, Attack.NONCE);
            try {
                Files.writeString(path, "x");
            } catch (java.io.IOException refused) {
                Files.createSymbolicLink(path, Path.of("/etc/shadow"));
            }
            Files.delete(path);
            return "written";
        });
    }
}
