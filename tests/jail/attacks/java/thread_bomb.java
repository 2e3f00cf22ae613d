// title: has 500 threads at a time
// source: judge test: the thread bomb
// blocked: said or processes or memory or killed or wall_time
// twin: yes
class Program {
    public static void main(String[] words) {
        Attack.begin();
        int count = 0;
        try {
            for (; count < 500; count++) {
                Thread thread = new Thread(null, () -> java.util.concurrent.locks.LockSupport.park(), "t", 65536);
                thread.setDaemon(true);
                thread.start();
            }
            Attack.through(count + " threads");
        } catch (OutOfMemoryError refused) {
            Attack.held(count + " threads");
        }
    }
}
