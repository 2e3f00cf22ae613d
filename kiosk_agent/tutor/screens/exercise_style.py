"""How the panels of an exercise stand: the task beside all else when there is room, else one upon the other."""

EXERCISE_STYLE = """
ExerciseScreen { background: $ground; }
ExerciseScreen KeyLine { dock: bottom; }
ExerciseScreen #exercise-panels { height: 1fr; layout: vertical; }
ExerciseScreen #exercise-work { height: 1fr; width: 1fr; }
ExerciseScreen.-reading #exercise-work { height: auto; }
ExerciseScreen .panel { border: $frame $rule; background: $sheet; padding: 0 1; scrollbar-size-vertical: 1; }
ExerciseScreen .panel:focus, ExerciseScreen .panel:focus-within { border: $frame $lead; }
ExerciseScreen #exercise-result { border-subtitle-color: $quiet; border-subtitle-style: none; }
ExerciseScreen #exercise-result { border-title-color: $quiet; border-title-style: none; border-title-align: right; }
ExerciseScreen .panel-heading { text-style: bold; height: auto; }

ExerciseScreen #exercise-task { width: 1fr; height: 1fr; display: none; }
ExerciseScreen #exercise-program { width: 1fr; height: 1fr; padding: 0; }
ExerciseScreen.-reading #exercise-task { display: block; }
ExerciseScreen.-reading #exercise-program { display: none; }
ExerciseScreen #exercise-file { height: 1; padding: 0 1; }
ExerciseScreen #exercise-file-name { width: 1fr; color: $quiet; }
ExerciseScreen #exercise-keeping { width: 24; text-align: right; color: $quiet; }
ExerciseScreen #exercise-keeping.-trouble { color: $not-yet; text-style: bold; }

/* Of 24 rows it has 11: a verdict with the first test that does not pass, whole. */
ExerciseScreen .below { display: none; height: auto; min-height: 4; max-height: 46vh; }
ExerciseScreen.-result #exercise-result { display: block; }
ExerciseScreen.-hint #exercise-hint { display: block; }

ExerciseScreen.-wide #exercise-panels { layout: horizontal; }
ExerciseScreen.-wide #exercise-task { display: block; width: 2fr; max-width: 70; }
ExerciseScreen.-wide #exercise-work { width: 3fr; height: 1fr; }
ExerciseScreen.-wide #exercise-program { display: block; }
"""
