public class Program {
    public static void main(String[] args) {
        boolean b = "a" - 1;
    }
}
