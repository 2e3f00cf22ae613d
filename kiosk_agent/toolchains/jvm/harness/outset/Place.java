package outset;

/** Where a program stopped, in one of the files that were handed in; both are null when that is nowhere. */
record Place(String file, Integer line) {
    static final Place NOWHERE = new Place(null, null);

    /** Returns the innermost place of `error`. */
    static Place of(Throwable error, HandIn handIn) {
        for (StackTraceElement element : error.getStackTrace()) {
            String name = element.getFileName();
            String file = name == null || element.getLineNumber() <= 0 ? null : handIn.pathOf(name);
            if (file != null) {
                return new Place(file, element.getLineNumber());
            }
        }
        return NOWHERE;
    }
}
