"""Every key of the tutor, once: how it is pressed and printed, what it sets off, and the words for that."""

from dataclasses import dataclass

from kiosk_agent.tutor.text.translator import mark


@dataclass(frozen=True)
class Key:
    """One key, or a few that do the same."""

    pressed: str
    """By Textual's names, with commas between."""
    printed: str
    """As it stands on the keyboard."""
    action: str = ""
    """What it sets off on its screen, or in the app; nothing where Textual or a widget takes it by itself."""
    foot: str = ""
    """Its word in the line at the foot."""
    page: str = ""
    """Its words on the page of all keys."""
    short: str = ""
    """Its word at the foot where all of them have no room otherwise."""
    is_first: bool = False
    """It is for the screen also where a field with the focus would take it."""


# --- everywhere -------------------------------------------------------------------------------------------------------

SHOW_KEYS = Key("f1", "F1", "show_keys", foot=mark("Keys"))
COLOURS = Key(
    "f5", "F5", "turn_colours", mark("Colours"), mark("other colours: dark, light, high contrast"), is_first=True
)
LANGUAGE = Key("f9", "F9", "turn_language", mark("Language"), mark("other language"), is_first=True)
APP_KEYS = (SHOW_KEYS, COLOURS, LANGUAGE)

# A message comes while somebody writes: no key that they may be about to press puts it away.
PUT_AWAY = Key("f12", "F12", "app.put_message_away", page=mark("put your trainer's message away"), is_first=True)
# Over a lesson lies what a trainer shows: what is written there goes nowhere, and one key leads back to it.
CLOSE_SHOWN = Key("escape", "Esc", "close_shown", foot=mark("Back to your work"), page=mark("back to your work"))
LEAVE = Key("f10", "F10", "app.ask_to_leave", mark("Leave"), mark("leave: sign out"))

# In a trainer's own terminal alone.
QUIT = Key("ctrl+q", "Ctrl+Q", "quit")

SHOWN_KEYS = (CLOSE_SHOWN, PUT_AWAY)

HAND = Key("f3", "F3", "app.turn_hand", mark("Hand"), mark("raise your hand, or take it down"))

# --- forms ------------------------------------------------------------------------------------------------------------

GO_ON = Key("enter", "Enter", foot=mark("Go on"), page=mark("go on"))
NEXT_FIELD = Key("tab", "Tab", foot=mark("Next field"), page=mark("the next field"))
PICK_LANGUAGE = Key("left,right", "← →", page=mark("in the row of languages: choose one"))
CHANGE_PIN_KEYS = (LEAVE,)

CHOICE_BEFORE = Key("left,up", "← ↑", "step(-1)")
CHOICE_AFTER = Key("right,down,space", "→ ↓", "step(1)")
CHOICE_TAKE = Key("enter", "Enter", "take")
CHOICE_KEYS = (CHOICE_BEFORE, CHOICE_AFTER, CHOICE_TAKE)

# --- the list of exercises --------------------------------------------------------------------------------------------

CARRY_ON = Key("enter", "Enter", foot=mark("Carry on"), page=mark("open the exercise that is marked"))
CHOOSE = Key("up,down", "↑ ↓", foot=mark("Choose"), page=mark("choose an exercise"))
# The key that led here leads back.
BACK_TO_EXERCISE = Key("f4", "F4", "carry_on", page=mark("back to the exercise"))
HOME_KEYS = (BACK_TO_EXERCISE, HAND, PUT_AWAY, LEAVE)

# --- an exercise ------------------------------------------------------------------------------------------------------

RUN = Key("ctrl+r", "Ctrl+R", "run", mark("Run"), mark("run the program and see the tests"), is_first=True)
# While a program runs, and no longer: then it leads out of the program as ever.
STOP = Key("escape", "Esc", "app.stop_run", mark("Stop"), mark("stop a program that goes on and on"), is_first=True)
ORIGINAL = Key(
    "ctrl+o", "Ctrl+O", "turn_message", page=mark("the original message, and back to plain words"), is_first=True
)
HINT = Key("f2", "F2", "hint", mark("Hint"), mark("the next hint"), short=mark("Hint"))
LIST = Key("f4", "F4", "list", mark("My work"), mark("my work: all exercises"), short=mark("List"))
PANELS = Key(
    "f6", "F6", "next_panel", mark("Panels"), mark("go to the next panel: task, program, result"), is_first=True
)
START_AGAIN = Key("f7", "F7", "app.ask_to_start_again", page=mark("start this exercise again"), is_first=True)
NEXT = Key("f8", "F8", "next_exercise", mark("Next"), mark("the next exercise"))
# From reading to writing.
WRITE = Key("enter", "Enter", "write")
EXERCISE_KEYS = (RUN, STOP, ORIGINAL, HINT, HAND, LIST, PANELS, START_AGAIN, NEXT, PUT_AWAY, LEAVE, WRITE)

GO_IN = Key("tab", "Tab", page=mark("in the program: go in; anywhere else: next panel"))
GO_OUT = Key("shift+tab,escape", "Shift+Tab, Esc", page=mark("out of the program, to another panel"))
UNDO = Key("ctrl+z,ctrl+y", "Ctrl+Z, Y", page=mark("undo, redo"))
SELECT_ALL = Key("ctrl+a", "Ctrl+A", "select_all")
COPY = Key("ctrl+c,ctrl+x,ctrl+v", "Ctrl+A, C, X, V", page=mark("select all, copy, cut, paste"))
# Textual deletes with them; who brings another habit of them would lose a word, or a line, at their place.
NO_MORE = Key("ctrl+d,ctrl+k,ctrl+u,ctrl+w", "", "let_be")
EDITOR_KEYS = (SELECT_ALL, NO_MORE)

OPTION_BEFORE = Key("up", "↑", "look(-1)")
OPTION_AFTER = Key("down", "↓", "look(1)")
OPTION_TAKE = Key("space,enter", "Space", "turn")
OPTION_KEYS = (OPTION_BEFORE, OPTION_AFTER, OPTION_TAKE)

# --- what lies over a screen ------------------------------------------------------------------------------------------

YES = Key("enter", "Enter", "answer(True)")
NO = Key("escape", "Esc", "answer(False)")
QUESTION_KEYS = (YES, NO)

# The field takes it by itself.
RAISE_HAND = Key("enter", "Enter")
# The key that led here leads back.
KEEP_DOWN = Key("escape,f3", "Esc", "keep_down")
HAND_PANEL_KEYS = (KEEP_DOWN,)

CLOSE = Key("f1,escape,enter,space", "Esc", "dismiss(None)")
KEYS_PAGE_KEYS = (CLOSE,)

# --- what the page of keys lists, screen by screen --------------------------------------------------------------------

SIGN_IN_PAGE = (GO_ON, NEXT_FIELD, PICK_LANGUAGE, COLOURS, LANGUAGE)
CHANGE_PIN_PAGE = (GO_ON, NEXT_FIELD, COLOURS, LANGUAGE, LEAVE)
HOME_PAGE = (CARRY_ON, CHOOSE, HAND, BACK_TO_EXERCISE, COLOURS, LANGUAGE, LEAVE, PUT_AWAY)
EXERCISE_PAGE = (
    RUN, STOP, ORIGINAL, HINT, HAND, LIST, COLOURS, PANELS, START_AGAIN, NEXT, LANGUAGE, LEAVE, PUT_AWAY, GO_IN, GO_OUT,
    UNDO, COPY,
)  # fmt: skip
