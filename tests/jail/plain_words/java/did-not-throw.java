public class Program {
    static int pay(int cents) {
        return cents;
    }
}
