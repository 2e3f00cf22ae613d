public class Program {
    public static void main(String[] args) {
        throw new IllegalArgumentException("nothing to pay");
    }
}
