public class Program {
    public static void main(String[] args) {
        System.out.println("Ana".substring(2, 9));
    }
}
