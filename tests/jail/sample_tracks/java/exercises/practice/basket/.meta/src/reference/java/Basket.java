import java.util.stream.IntStream;

class Basket {
    int total(int... prices) {
        return IntStream.of(prices).sum();
    }
}
