public class Program {
    static int count(int n) {
        return count(n + 1) + 1;
    }

    public static void main(String[] args) {
        count(0);
    }
}
