package outset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What this process can read of its own walls; judged outside, by kiosk_agent/runner/jail/proof.py. */
final class Proof {
    private static final List<String> NAMESPACES = List.of("user", "pid", "mnt", "net", "ipc");
    private static final Set<String> FIELDS =
            Set.of("Uid", "Seccomp", "NoNewPrivs", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb");

    private Proof() {}

    static Map<String, Object> read() throws IOException {
        Map<String, Object> namespaces = new LinkedHashMap<>();
        for (String name : NAMESPACES) {
            namespaces.put(name, Files.readSymbolicLink(Path.of("/proc/self/ns", name)).toString());
        }
        Map<String, Object> status = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            int colon = line.indexOf(':');
            if (colon > 0 && FIELDS.contains(line.substring(0, colon))) {
                status.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        List<Object> interfaces = new ArrayList<>();
        List<String> lines = Files.readAllLines(Path.of("/proc/net/dev"));
        for (String line : lines.subList(2, lines.size())) {
            interfaces.add(line.substring(0, line.indexOf(':')).strip());
        }
        return Map.of("namespaces", namespaces, "status", status, "interfaces", interfaces);
    }
}
