public class Program {
    static void one() {
        return 1;
    }

    public static void main(String[] args) {
        System.out.println("hi");
    }
}
