import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

public class ProgramTest {
    @Test
    public void adds() {
        assertThat(Program.total(1, 2)).isEqualTo(3);
    }
}
