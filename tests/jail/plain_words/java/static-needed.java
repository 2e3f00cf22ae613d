public class Program {
    int one() {
        return 1;
    }

    public static void main(String[] args) {
        System.out.println(one());
    }
}
