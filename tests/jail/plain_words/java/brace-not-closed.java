public class Program {
    public static void main(String[] args) {
        if (3 > 2) {
            System.out.println("yes");
    }
