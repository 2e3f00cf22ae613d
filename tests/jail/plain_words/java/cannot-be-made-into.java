public class Program {
    public static void main(String[] args) {
        Object thing = "three";
        System.out.println((Integer) thing);
    }
}
