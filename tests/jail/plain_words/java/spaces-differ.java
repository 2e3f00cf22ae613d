public class Program {
    static String greet(String name) {
        return "Hello " + name + " ";
    }
}
