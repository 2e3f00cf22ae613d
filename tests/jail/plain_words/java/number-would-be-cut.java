public class Program {
    public static void main(String[] args) {
        int half = 2.5;
    }
}
