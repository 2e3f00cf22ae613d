// title: writes all of its memory, the harness's nonce with it, to the disk
// source: known technique: HotSpotDiagnosticMXBean.dumpHeap
// twin: yes
import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

class Program {
    public static void main(String[] words) {
        HotSpotDiagnosticMXBean bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        Attack.each(Attack.PLACES.subList(0, 4), folder -> {
            Path path = Path.of(folder, Attack.NONCE + ".hprof");
            bean.dumpHeap(path.toString(), true);
            Files.delete(path);
            return "written";
        });
    }
}
