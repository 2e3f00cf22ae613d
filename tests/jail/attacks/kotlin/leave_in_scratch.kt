// title: leaves a file in the folder that its compiler may write to, and finds it in a second run
// source: judge test: a working folder used twice
// kind: pair
// second: leave_in_scratch.second.kt
// twin: yes
import java.io.File

fun main() {
    say("TRYING", "")
    File(scratch(), NONCE).writeText("planted")
}
