public class Program {
    public static void main(String[] args) {
        if (3 > 2);
        System.out.println(1);
        else System.out.println(2);
    }
}
