public class Program {
    static one() {
        return 1;
    }

    public static void main(String[] args) {
        one();
    }
}
