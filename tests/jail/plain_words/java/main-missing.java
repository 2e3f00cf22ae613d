class Program {
    static int one() {
        return 1;
    }
}
