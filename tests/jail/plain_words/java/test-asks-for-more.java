public class Program {
}
