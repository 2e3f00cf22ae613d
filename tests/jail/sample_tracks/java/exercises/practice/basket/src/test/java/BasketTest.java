import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

public class BasketTest {
    @Test
    public void onePrice() {
        assertThat(new Basket().total(2)).isEqualTo(2);
    }

    @Disabled("Remove to run test")
    @Test
    public void threePrices() {
        assertThat(new Basket().total(1, 2, 3)).isEqualTo(6);
    }

    @Disabled("Remove to run test")
    @Test
    public void noPrice() {
        assertThat(new Basket().total()).isEqualTo(0);
    }
}
