public class Program {
    static int total(int n) {
        n = n + 1;
    }

    public static void main(String[] args) {
        System.out.println(total(1));
    }
}
