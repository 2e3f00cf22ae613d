public class Program {
    public static void main(String[] args) {
        java.util.List<Integer> numbers = new java.util.ArrayList<>(java.util.List.of(1, 2, 3));
        for (Integer n : numbers) {
            numbers.remove(n);
        }
    }
}
