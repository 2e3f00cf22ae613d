// title: reads another learner's draft, passwords and keys
// source: judge test: File("/etc/shadow").readText()
// twin: yes
import java.io.File

fun main() = each(listOf(FILE, "/proc/self/root$FILE", "/etc/shadow", "/var/lib/kiosk-agent/device.key", "/sys/kernel/notes")) {
    File(it).readText()
}
