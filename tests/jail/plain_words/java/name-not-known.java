public class Program {
    public static void main(String[] args) {
        int boxes = 3;
        System.out.println(bxes);
    }
}
