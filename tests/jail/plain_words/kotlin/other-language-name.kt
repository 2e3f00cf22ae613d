fun main() {
    console.log("hello")
}
