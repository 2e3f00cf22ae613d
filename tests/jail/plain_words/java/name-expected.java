public class Program {
    System.out.println("hello");
}
