public class Program {
    public static void main(String[] args) {
        string name = "Ana";
    }
}
