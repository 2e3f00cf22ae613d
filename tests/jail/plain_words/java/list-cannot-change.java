public class Program {
    public static void main(String[] args) {
        java.util.List.of(1).add(2);
    }
}
