export const hours = 38;
export const days = 5;
export const hourlyRate = 12;
export const busFare = 26;

export const grossPay = hours * hourlyRate;
export const takeHome = grossPay - busFare;
export const perDay = takeHome / days;
