export const hours = 38;
export const days = 5;
export const hourlyRate = 12;
export const busFare = 26;

export const grossPay = 0;
export const takeHome = 0;
export const perDay = 0;
