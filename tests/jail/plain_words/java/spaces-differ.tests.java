import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

public class ProgramTest {
    @Test
    public void greets() {
        assertThat(Program.greet("Ana")).isEqualTo("Hello Ana");
    }
}
