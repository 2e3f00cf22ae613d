export const line = 7;
export const destination = "Hospital";
export const minutes = 4;

export const route = "";
export const wait = "";
export const sign = "";
