public class Program {
    public static void main(String[] args) {
        int sum = 3 + ;
    }
}
