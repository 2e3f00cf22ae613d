import org.junit.jupiter.api.Test;

public class ProgramTest {
    @Test
    public void opens() {
        new Shop();
    }
}
