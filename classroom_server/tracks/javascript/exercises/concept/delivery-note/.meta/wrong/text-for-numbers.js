export const product = "pasta";
export const boxes = "12";
export const kilosPerBox = "5";
