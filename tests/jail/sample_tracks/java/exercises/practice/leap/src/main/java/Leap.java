class Leap {
    boolean isLeap(int year) {
        return year % 4 == 0;
    }
}
