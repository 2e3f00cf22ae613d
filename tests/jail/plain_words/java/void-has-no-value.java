public class Program {
    static void hello() { }

    public static void main(String[] args) {
        int n = hello();
    }
}
