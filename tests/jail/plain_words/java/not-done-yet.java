public class Program {
    public static void main(String[] args) {
        throw new UnsupportedOperationException("Delete this statement and write your own implementation.");
    }
}
