public class Program {
    public static void main(String[] args) {
        System.out.println(total(3, 4));
    }
}
