public class Program {
    public static void main(String[] args) {
        try {
            int n = 1;
        } catch (java.io.IOException error) {
        }
    }
}
