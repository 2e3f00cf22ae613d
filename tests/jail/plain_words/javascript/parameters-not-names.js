export const total = (a + b) => a + b;
