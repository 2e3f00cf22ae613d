public class Program {
    static int one() {
        return 1;
        int two = 2;
    }

    public static void main(String[] args) {
        System.out.println(one());
    }
}
