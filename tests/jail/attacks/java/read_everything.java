// title: reads another learner's draft, passwords and keys
// source: judge test: Files.readString of /etc/shadow
// twin: yes
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class Program {
    public static void main(String[] words) {
        List<String> wanted = List.of(
            Attack.FILE, "/proc/self/root" + Attack.FILE, "/etc/shadow", "/var/lib/kiosk-agent/device.key",
            "/usr/share/outset/kiosk.toml", "/etc/firejail/firejail.config", "/sys/kernel/notes");
        Attack.each(wanted, path -> new String(Files.readAllBytes(Path.of(path)), "ISO-8859-1"));
    }
}
