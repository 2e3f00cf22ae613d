interface Shop {
    int total();
}

class Bakery implements Shop {
}

class Program {
    public static void main(String[] args) {
        new Bakery();
    }
}
