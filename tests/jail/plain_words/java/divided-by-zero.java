public class Program {
    public static void main(String[] args) {
        int people = 0;
        System.out.println(12 / people);
    }
}
