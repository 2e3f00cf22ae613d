class Check {
    static void same(boolean found, boolean wanted) {
        if (found != wanted) throw new AssertionError(found + " is not " + wanted);
    }

    public static void main(String[] words) {
        same(new Leap().isLeap(2024), true);
        same(new Leap().isLeap(1900), false);
        same(new Leap().isLeap(2000), true);
    }
}
