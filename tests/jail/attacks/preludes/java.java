final class Attack {
    static final String NONCE = "@NONCE@", FOLDER = "@FOLDER@", FILE = "@FILE@", SOCKET = "@SOCKET@";
    static final int PID = Integer.parseInt("@PID@"), PORT = Integer.parseInt("@PORT@");
    static final java.util.List<String> PLACES = java.util.List.of(
        FOLDER, "/tmp", "/var/tmp", "/dev/shm", "/run", "/dev", "/", "@HOME@", ".");

    interface Attempt {
        Object of(String thing) throws Throwable;
    }

    static void say(String word, Object evidence) {
        String text = String.valueOf(evidence).replaceAll("[^ -~]", "?");
        System.out.print("\n" + NONCE + " " + word + " '" + text.substring(0, Math.min(300, text.length())) + "'\n");
        System.out.flush();
    }

    static void begin() {
        say("TRYING", "");
    }

    static void through(Object evidence) {
        say("THROUGH", evidence);
    }

    static void held(Object why) {
        say("HELD", why);
    }

    /** Tells how far `attempt` came with each of `things`: what it returns is evidence, an error is a refusal. */
    static void each(java.util.List<String> things, Attempt attempt) {
        begin();
        Object last = "nothing";
        for (String thing : things) {
            try {
                Object evidence = attempt.of(thing);
                if (evidence != null) {
                    through(thing + ": " + evidence);
                    return;
                }
            } catch (Throwable error) {
                last = error;
            }
        }
        held(last);
    }
}
