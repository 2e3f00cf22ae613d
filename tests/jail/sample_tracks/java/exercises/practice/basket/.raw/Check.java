class Check {
    static void same(int found, int wanted) {
        if (found != wanted) throw new AssertionError(found + " is not " + wanted);
    }

    public static void main(String[] words) {
        same(new Basket().total(2), 2);
        same(new Basket().total(1, 2, 3), 6);
        same(new Basket().total(), 0);
    }
}
