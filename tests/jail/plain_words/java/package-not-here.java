import org.shop.Box;

public class Program {
    public static void main(String[] args) {
        System.out.println(1);
    }
}
