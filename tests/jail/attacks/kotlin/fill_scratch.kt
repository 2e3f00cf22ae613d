// title: fills the one folder that its compiler may write to
// source: judge test: a full disk, by the one place that is writable
// blocked: said or disk or killed
// twin: yes
import java.io.File

fun main() = each(listOf("one", "many")) { way ->
    val folder = scratch()
    var megabytes = 0
    val piece = ByteArray(1 shl 20)
    File(folder, "$NONCE-$way").outputStream().use { file ->
        for (number in 1..80) {
            if (way == "one") file.write(piece) else File(folder, "$NONCE-$number").writeBytes(piece)
            megabytes = number
        }
    }
    folder.listFiles()!!.filter { NONCE in it.name }.forEach(File::delete)
    "$megabytes MiB in $folder"
}
