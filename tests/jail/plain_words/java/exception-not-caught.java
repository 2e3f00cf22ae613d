public class Program {
    public static void main(String[] args) {
        throw new Exception("no");
    }
}
