const sum = 3;
return sum;
export { sum };
