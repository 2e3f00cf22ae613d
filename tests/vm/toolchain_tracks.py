"""A track of one exercise for each toolchain that comes with a disk, laid out as Exercism's are."""

import json
from dataclasses import dataclass
from pathlib import Path

SLUG = "doors"


@dataclass(frozen=True)
class Exercise:
    """Paths in the exercise's folder, and texts."""

    solution: str
    answer: str
    test: str
    stub_text: str
    answer_text: str
    test_text: str


EXERCISES = {
    "java": Exercise(
        solution="src/main/java/Doors.java",
        answer=".meta/src/reference/java/Doors.java",
        test="src/test/java/DoorsTest.java",
        stub_text="class Doors {\n    int open(int visits) {\n        return 0;\n    }\n}\n",
        answer_text="class Doors {\n    int open(int visits) {\n        return (int) Math.sqrt(visits);\n    }\n}\n",
        test_text="""
import static org.junit.jupiter.api.Assertions.assertEquals;
import org.junit.jupiter.api.Test;

class DoorsTest {
    @Test
    void aHundredVisitsLeaveTenOpen() {
        assertEquals(10, new Doors().open(100));
    }
}
""",
    ),
    "kotlin": Exercise(
        solution="src/main/kotlin/Doors.kt",
        answer=".meta/src/reference/kotlin/Doors.kt",
        test="src/test/kotlin/DoorsTest.kt",
        stub_text='fun open(visits: Int): Int = TODO("count them")\n',
        answer_text="fun open(visits: Int): Int = (1..visits).count { it * it <= visits }\n",
        test_text="""
import kotlin.test.Test
import kotlin.test.assertEquals

class DoorsTest {
    @Test
    fun `a hundred visits leave ten open`() = assertEquals(10, open(100))
}
""",
    ),
    "swift": Exercise(
        solution="Sources/Doors/Doors.swift",
        answer=".meta/Sources/Doors/DoorsExample.swift",
        test="Tests/DoorsTests/DoorsTests.swift",
        stub_text="// func open(visits: Int) -> Int\n",
        answer_text="func open(visits: Int) -> Int { (1...visits).filter { $0 * $0 <= visits }.count }\n",
        test_text="""
import Testing

@testable import Doors

@Test func aHundredVisitsLeaveTenOpen() {
    #expect(open(visits: 100) == 10)
}
""",
    ),
}


def write_tracks(folder: Path) -> None:
    """Write a track into a folder for each toolchain."""
    for name, exercise in EXERCISES.items():
        home = folder / name / "exercises/practice" / SLUG
        entry = {"slug": SLUG, "name": SLUG, "uuid": SLUG, "practices": [], "difficulty": 1}
        listed = {"solution": [exercise.solution], "test": [exercise.test], "example": [exercise.answer]}
        texts = {
            ".docs/instructions.md": "How many doors are open in the end?\n",
            ".meta/config.json": json.dumps({"files": listed, "blurb": "Doors."}),
            exercise.solution: exercise.stub_text,
            exercise.answer: exercise.answer_text,
            exercise.test: exercise.test_text,
        }
        for path, text in texts.items():
            (home / path).parent.mkdir(parents=True, exist_ok=True)
            (home / path).write_text(text, encoding="utf-8")
        config = {"language": name.capitalize(), "slug": name, "exercises": {"practice": [entry]}}
        (folder / name / "config.json").write_text(json.dumps(config), encoding="utf-8")
