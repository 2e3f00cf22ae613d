class Shop {
    private int boxes = 3;
}

class Program {
    public static void main(String[] args) {
        System.out.println(new Shop().boxes);
    }
}
