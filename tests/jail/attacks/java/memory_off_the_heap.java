// title: takes memory outside of the heap that the JVM was given
// source: judge test: Unsafe.allocateMemory, which -Xmx does not count
// blocked: said or memory or killed or wall_time
// twin: yes
import java.lang.reflect.Field;

class Program {
    public static void main(String[] words) throws Exception {
        Attack.begin();
        Field field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        sun.misc.Unsafe unsafe = (sun.misc.Unsafe) field.get(null);
        int pieces = 0;
        try {
            for (; pieces < 40; pieces++) {
                unsafe.setMemory(unsafe.allocateMemory(32 << 20), 32 << 20, (byte) 1);
            }
            Attack.through(pieces * 32 + " MiB");
        } catch (OutOfMemoryError refused) {
            Attack.held(pieces * 32 + " MiB");
        }
    }
}
