public class Program {
    public static void main(String[] args) {
        final int sum = 0;
        sum = 3;
    }
}
