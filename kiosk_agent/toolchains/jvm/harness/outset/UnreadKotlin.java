package outset;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why Kotlin cannot read a program, told from its text: null where that is not known for sure. */
final class UnreadKotlin {
    static final String NAME = "[\\p{L}_][\\p{L}\\p{N}_]{0,40}";
    // More is no beginner's.
    static final int LONGEST = 20_000;
    private static final Pattern TEXT = Pattern.compile("\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"");
    private static final Map<String, String> LOOKS_ALIKE = Likeness.table("\"", "“ ” „ « » ″", "-", "− – —", "*", "×",
            "/", "÷", "<=", "≤", ">=", "≥", "!=", "≠");
    private static final Map<String, String> TURNED = Map.of("=<", "<=", "=>", ">=", "=!", "!=", "<>", "!=");
    private static final List<String> KEYWORDS =
            List.of("fun", "return", "for", "while", "if", "else", "val", "var", "import", "class", "when");
    private static final Map<String, String> OWN_WORDS = Likeness.table("if", "si se dacă daca", "else if",
            "elif elseif elsif sinosi", "else", "sino senão altfel", "for", "para per pentru foreach", "while",
            "mientras mentre enquanto cât", "return", "devuelve devolver retorna retorno regresa devolve returnează torna",
            "fun", "función funcion funció função funcao funcție function def func fn", "when", "switch");
    private static final Map<String, String> OWN_VALUES =
            Likeness.table("true", "True verdadero", "false", "False falso", "null", "None nil nulo", "println",
                    "print_r echo imprimir puts");
    private static final Map<String, String> MEMBERS = Likeness.table("add", "push append agregar añadir adicionar adaugă",
            "size", "length len count longitud tamaño", "uppercase()", "toUpper upper", "lowercase()", "toLower lower");
    private static final Pattern FIRST = Pattern.compile("^[\\s}]*(" + NAME + ")(?=\\s+[\\w\"(\\[]|\\s*\\()");
    private static final Pattern CALL = Pattern.compile("^[\\s}]*" + NAME + "\\s*\\(");
    private static final Pattern TYPED = Pattern.compile(
            "^\\s*(int|Int|integer|double|Double|float|string|String|bool|boolean|Boolean|let|const)\\s+(" + NAME + ")\\s*=");
    private static final Pattern LOOP = Pattern.compile("^\\s*for\\s*\\(\\s*" + NAME + "\\s*(?::|\\b(" + NAME + ")\\b)\\s*\\w");
    private static final Pattern BARE = Pattern.compile("^[\\s}]*(?:else\\s+)?(if|for|while)\\s+[^(\\s]");
    private static final Pattern SIGNS = Pattern.compile("[=<>!]{2,3}");
    private static final Pattern ONE_EQUALS =
            Pattern.compile("\\b(?:if|while)\\s*\\(([^()=!<>]{1,60}[^()=!<>\\s])\\s*=(?!=)\\s*[^()=]{1,60}\\)");
    private static final Pattern COMMA = Pattern.compile(
            "(?:\\b(?:if|while)\\s*\\([^()]{0,60}?|^\\s*(?:val|var|return)\\b[^(\\[]{0,60}?)(?<![\\w.,])(\\d+),(\\d+)(?![\\w.,])");
    private static final Pattern STORED = Pattern.compile("^\\s*(" + NAME + ")\\s*=\\s*\\1\\.(add)\\(");
    private static final Pattern UNKNOWN = Pattern.compile("Unresolved reference '(" + NAME + ")'");
    private static final Pattern MADE = Pattern.compile("\\b(?:val|var|fun|class)\\s+(" + NAME + ")|(" + NAME + ")\\s*:");
    private static final List<BiFunction<String, String, Cause>> FINDERS = List.of(UnreadKotlin::strangeSign,
            UnreadKotlin::typedName, UnreadKotlin::loopWord, UnreadKotlin::ownWord, UnreadKotlin::withoutBrackets,
            UnreadKotlin::turnedSign, UnreadKotlin::oneEquals, UnreadKotlin::decimalComma, UnreadKotlin::addStored,
            UnreadKotlin::ownName);

    private UnreadKotlin() {}

    /** Returns why the compiler stopped with `message` at a line of the program. */
    static Cause why(String source, String message, int line) {
        List<String> lines = source.lines().toList();
        if (source.length() > LONGEST || line <= 0) {
            return null;
        }
        // What is not closed is missed behind the last line.
        String bare = line > lines.size() ? "" : bare(lines.get(line - 1));
        for (BiFunction<String, String, Cause> find : FINDERS) {
            Cause found = find.apply(bare, message);
            if (found != null) {
                return found;
            }
        }
        Cause open = message.startsWith("Syntax error") ? bracketOpen(lines) : null;
        return open == null ? misspelt(source, message) : open;
    }

    /** Returns the round or square bracket that is never closed, where it is opened. */
    private static Cause bracketOpen(List<String> lines) {
        Deque<Integer> places = new ArrayDeque<>();
        for (int number = 0; number < lines.size(); number++) {
            for (char sign : bare(lines.get(number)).toCharArray()) {
                if (sign == '(' || sign == '[') {
                    places.push(number + 1);
                } else if ((sign == ')' || sign == ']') && !places.isEmpty()) {
                    places.pop();
                }
            }
        }
        return places.isEmpty() ? null : Cause.named("bracket-not-closed").at(places.peekLast());
    }

    /** Returns a line without its comment, and with blanks in the place of what stands in quotes. */
    static String bare(String line) {
        String blanked = TEXT.matcher(line).replaceAll(found -> '"' + " ".repeat(found.group().length() - 2) + '"');
        int comment = blanked.indexOf("//");
        return (comment < 0 ? blanked : blanked.substring(0, comment)).stripTrailing();
    }

    private static Cause strangeSign(String bare, String message) {
        for (String sign : bare.split("")) {
            if (LOOKS_ALIKE.containsKey(sign)) {
                return Cause.with("sign-looks-alike", "sign", sign, "right", LOOKS_ALIKE.get(sign));
            }
        }
        return null;
    }

    private static Cause typedName(String bare, String message) {
        Matcher made = TYPED.matcher(bare);
        return made.find() ? Cause.with("type-before-name", "word", made.group(1), "name", made.group(2)) : null;
    }

    private static Cause loopWord(String bare, String message) {
        Matcher loop = LOOP.matcher(bare);
        if (!loop.find() || "in".equals(loop.group(1))) {
            return null;
        }
        return Cause.with("own-language", "word", loop.group(1) == null ? ":" : loop.group(1), "right", "in");
    }

    private static Cause ownWord(String bare, String message) {
        Matcher first = FIRST.matcher(bare);
        String word = first.find() ? first.group(1) : "";
        if (word.isEmpty() || KEYWORDS.contains(word)) {
            return null;
        }
        if (OWN_WORDS.containsKey(word)) {
            return Cause.with("own-language", "word", word, "right", OWN_WORDS.get(word));
        }
        String right = CALL.matcher(bare).find() ? null : Likeness.nearest(word, KEYWORDS, 5);
        return right == null ? null : Cause.with("keyword-misspelt", "word", word, "right", right);
    }

    private static Cause withoutBrackets(String bare, String message) {
        Matcher word = BARE.matcher(bare);
        return word.find() ? Cause.with("condition-without-brackets", "word", word.group(1)) : null;
    }

    private static Cause turnedSign(String bare, String message) {
        Matcher signs = SIGNS.matcher(bare);
        while (signs.find()) {
            if (TURNED.containsKey(signs.group())) {
                return Cause.with("sign-turned", "sign", signs.group(), "right", TURNED.get(signs.group()));
            }
        }
        return null;
    }

    private static Cause oneEquals(String bare, String message) {
        Matcher asked = ONE_EQUALS.matcher(bare);
        return asked.find() ? Cause.with("stores-not-compares", "name", asked.group(1).strip()) : null;
    }

    private static Cause decimalComma(String bare, String message) {
        Matcher number = COMMA.matcher(bare);
        if (!number.find()) {
            return null;
        }
        String right = number.group(1) + "." + number.group(2);
        return Cause.with("decimal-comma", "number", right.replace('.', ','), "right", right);
    }

    private static Cause addStored(String bare, String message) {
        Matcher stored = STORED.matcher(bare);
        return stored.find() ? Cause.with("append-stored", "name", stored.group(1), "word", stored.group(2)) : null;
    }

    /** Returns what Kotlin calls a value or a member that another language has. */
    private static Cause ownName(String bare, String message) {
        Matcher unknown = UNKNOWN.matcher(message);
        String word = unknown.find() ? unknown.group(1) : "";
        if (OWN_VALUES.containsKey(word)) {
            return Cause.with("own-language", "word", word, "right", OWN_VALUES.get(word));
        }
        Matcher list = Pattern.compile("(" + NAME + ")\\." + Pattern.quote(word) + "\\b").matcher(bare);
        if (word.isEmpty() || !list.find()) {
            return null;
        }
        if (word.equals("add")) {
            return Cause.with("list-cannot-grow", "name", list.group(1));
        }
        return MEMBERS.containsKey(word) ? Cause.with("member-misspelt", "word", word, "right", MEMBERS.get(word)) : null;
    }

    private static Cause misspelt(String source, String message) {
        Matcher unknown = UNKNOWN.matcher(message);
        if (!unknown.find()) {
            return null;
        }
        List<String> names = new ArrayList<>();
        Matcher made = MADE.matcher(source);
        while (made.find()) {
            names.add(made.group(1) == null ? made.group(2) : made.group(1));
        }
        String right = Likeness.nearest(unknown.group(1), names, 5);
        return right == null ? null : Cause.with("name-misspelt", "name", unknown.group(1), "right", right);
    }
}
