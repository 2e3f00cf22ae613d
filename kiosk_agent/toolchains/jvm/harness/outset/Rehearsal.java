package outset;

import java.util.List;
import java.util.Map;

/** Small exercises that the compilers and the runners of tests are warmed up with before anybody waits for them. */
final class Rehearsal {
    private static final int BROKEN = 1;
    private static final String FAULT = "\nwhat is this";

    private static final String JAVA = """
            import java.util.*;
            import java.util.stream.*;

            public class Shop {
                public enum Kind { FRUIT, BREAD }
                record Item(String name, Kind kind, int cents) {}
                interface Rule { boolean holds(Item item); }
                private final Map<String, Item> items = new HashMap<>();
                private int sales;

                public void put(String name, Kind kind, int cents) {
                    if (cents < 0) {
                        throw new IllegalArgumentException("a price below nothing: " + cents);
                    }
                    items.put(name, new Item(name, kind, cents));
                }

                public List<String> names(Rule rule) {
                    return items.values().stream().filter(rule::holds).map(Item::name).sorted().collect(Collectors.toList());
                }

                public int total() {
                    int sum = 0;
                    for (Item item : items.values()) {
                        sum += switch (item.kind()) { case FRUIT -> item.cents(); case BREAD -> item.cents() * 2; };
                    }
                    while (sales < 3) { sales++; }
                    return sum;
                }

                public String label(String name) {
                    StringBuilder label = new StringBuilder();
                    for (char letter : name.toCharArray()) {
                        label.append(Character.isLetter(letter) ? Character.toUpperCase(letter) : '_');
                    }
                    return String.format("%s (%d)", label, items.getOrDefault(name, new Item("", Kind.BREAD, 0)).cents());
                }
            }
            """;
    private static final String JAVA_TEST = """
            import org.junit.jupiter.api.*;
            import java.util.*;
            import static org.assertj.core.api.Assertions.*;

            public class ShopTest {
                private Shop shop;

                @BeforeEach
                public void open() {
                    shop = new Shop();
                    shop.put("pear", Shop.Kind.FRUIT, 30);
                    shop.put("roll", Shop.Kind.BREAD, 50);
                }

                @Test
                @DisplayName("adds up")
                public void addsUp() {
                    assertThat(shop.total()).isEqualTo(130);
                    assertThat(shop.total() > 3).isTrue();
                }

                @Disabled("Remove to run test")
                @Test
                public void names() {
                    assertThat(shop.names(item -> item.cents() > 30)).containsExactly("roll").hasSize(1);
                    assertThat(Map.of("a", 1)).containsEntry("a", 1);
                    assertThat(new int[] {1, 2}).containsExactly(1, 2);
                    assertThat(1.5).isEqualTo(1.5, within(0.1));
                }

                @Test
                public void fails() {
                    assertThat(shop.label("pear")).isEqualTo("pear");
                }

                @Test
                public void refuses() {
                    assertThatExceptionOfType(IllegalArgumentException.class)
                        .isThrownBy(() -> shop.put("x", Shop.Kind.FRUIT, -1)).withMessage("a price below nothing: -1");
                    assertThatThrownBy(() -> shop.put("x", null, -1)).isInstanceOf(IllegalArgumentException.class);
                }

                @Test
                public void breaks() {
                    System.out.println(List.of(1).get(1));
                }
            }
            """;

    private static final String KOTLIN = """
            enum class Kind { FRUIT, BREAD }
            data class Item(val name: String, val kind: Kind, val cents: Int)
            sealed interface Sale { data class Cash(val cents: Int) : Sale; object None : Sale }

            fun Item.label(): String = "${name.uppercase()} ($cents)"

            class Shop(private val rule: (Item) -> Boolean = { it.cents > 0 }) {
                private val items = mutableMapOf<String, Item>()
                val total: Int get() = items.values.filter(rule).sumOf { price(it) }
                var sales: Long = 0L
                    private set

                fun put(name: String, kind: Kind, cents: Int) {
                    require(cents >= 0) { "a price below nothing: $cents" }
                    items[name] = Item(name, kind, cents)
                    sales++
                }

                private fun price(item: Item) = when (item.kind) { Kind.FRUIT -> item.cents; Kind.BREAD -> item.cents * 2 }

                fun names(): List<String> = items.keys.sorted().map { it.replaceFirstChar(Char::titlecase) }

                fun first(): String? = items.values.firstOrNull()?.name ?: throw NoSuchElementException("empty")

                fun letters(text: String): Map<Char, Int> {
                    val counts = HashMap<Char, Int>()
                    for (letter in text) if (letter.isLetter()) counts[letter] = (counts[letter] ?: 0) + 1
                    return counts
                }

                fun numbers(): List<Int> = generateSequence(1) { it + 1 }.takeWhile { it < 20 }.filter { it % 3 == 0 }.toList()

                fun pay(sale: Sale) = when (sale) { is Sale.Cash -> sale.cents; Sale.None -> 0 }

                companion object { const val NAME = "shop"; fun open() = Shop() }
            }
            """;
    private static final String KOTLIN_TEST = """
            import org.junit.Ignore
            import org.junit.Test
            import kotlin.test.assertEquals
            import kotlin.test.assertFailsWith
            import kotlin.test.assertTrue

            class ShopTest {
                private val shop = Shop.open().apply { put("pear", Kind.FRUIT, 30); put("roll", Kind.BREAD, 50) }

                @Test
                fun `adds up`() = assertEquals(130, shop.total)

                @Ignore
                @Test
                fun names() {
                    assertEquals(listOf("Pear", "Roll"), shop.names())
                    assertTrue(shop.letters("a1b").size == 2 && shop.numbers().isNotEmpty())
                }

                @Test
                fun fails() = assertEquals("pear", Item("pear", Kind.FRUIT, 1).label())

                @Test
                fun refuses() {
                    assertFailsWith<IllegalArgumentException> { shop.put("x", Kind.FRUIT, -1) }
                }

                @Test
                fun breaks() { println(listOf(1)[shop.pay(Sale.Cash(1))]) }
            }
            """;

    private Rehearsal() {}

    /** Tells whether rehearsal `number` has an error that the compiler must find. */
    static boolean isBroken(int number) {
        return number == BROKEN;
    }

    static HandIn java(int number) {
        return exercise("Shop.java", JAVA, "ShopTest.java", JAVA_TEST, number);
    }

    static HandIn kotlin(int number) {
        return exercise("Shop.kt", KOTLIN, "ShopTest.kt", KOTLIN_TEST, number);
    }

    private static HandIn exercise(String path, String text, String testPath, String test, int number) {
        Map<String, String> files = Map.of(path, isBroken(number) ? text + FAULT : text, testPath, test);
        return new HandIn(files, List.of(path), List.of(testPath));
    }
}
