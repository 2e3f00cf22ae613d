const val NONCE = "@NONCE@"
const val FOLDER = "@FOLDER@"
const val FILE = "@FILE@"
val PLACES = listOf(FOLDER, "/tmp", "/var/tmp", "/dev/shm", "/run", "/dev", "/", "@HOME@", ".")

fun say(word: String, evidence: Any?) =
    println("\n$NONCE $word '${evidence.toString().replace(Regex("[^ -~]"), "?").take(300)}'")

fun through(evidence: Any?) = say("THROUGH", evidence)

fun held(why: Any?) = say("HELD", why)

// The folder that the compiler may write to: one of the words that the harness was started with, or the current one.
fun scratch(): java.io.File {
    val words = java.io.File("/proc/self/cmdline").readText().split('\u0000') + "."
    return java.io.File(words.last { java.io.File(it).isDirectory && java.io.File(it).canWrite() })
}

// Tells how far `attempt` came with each of `things`: what it returns is evidence, an error is a refusal.
fun <T> each(things: List<T>, attempt: (T) -> Any?) {
    say("TRYING", "")
    var last: Any? = "nothing"
    for (thing in things) {
        try {
            attempt(thing)?.let { return through("$thing: $it") }
        } catch (error: Throwable) {
            last = error
        }
    }
    held(last)
}
