import static org.assertj.core.api.Assertions.*;

import org.junit.jupiter.api.Test;

public class ProgramTest {
    @Test
    public void refuses() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Program.pay(-1));
    }
}
