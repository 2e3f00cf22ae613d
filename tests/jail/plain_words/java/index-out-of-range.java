public class Program {
    public static void main(String[] args) {
        int[] boxes = {1, 2, 3};
        System.out.println(boxes[3]);
    }
}
