import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

public class LeapTest {
    @Test
    public void everyFourthYear() {
        assertThat(new Leap().isLeap(2024)).isTrue();
    }

    @Disabled("Remove to run test")
    @Test
    public void notEveryHundredth() {
        assertThat(new Leap().isLeap(1900)).isFalse();
    }

    @Disabled("Remove to run test")
    @Test
    public void everyFourHundredth() {
        assertThat(new Leap().isLeap(2000)).isTrue();
    }
}
