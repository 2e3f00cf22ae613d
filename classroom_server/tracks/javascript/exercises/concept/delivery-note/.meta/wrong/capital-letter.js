export const product = "Pasta";
export const boxes = 12;
export const kilosPerBox = 5;
