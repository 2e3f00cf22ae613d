const double = (boxes) = > boxes * 2;
console.log(double(3));
