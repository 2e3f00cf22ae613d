public class Program {
    public static void main(String[] args) {
        for (int n : 5) {
            System.out.println(n);
        }
    }
}
