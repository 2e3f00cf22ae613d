export const product = "";
export const boxes = 0;
export const kilosPerBox = 0;
