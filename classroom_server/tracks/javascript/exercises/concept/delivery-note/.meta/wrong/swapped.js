export const product = "pasta";
export const boxes = 5;
export const kilosPerBox = 12;
