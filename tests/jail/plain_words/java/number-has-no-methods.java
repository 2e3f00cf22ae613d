public class Program {
    public static void main(String[] args) {
        int n = 3;
        System.out.println(n.length());
    }
}
