const prices = require('./prices');
export const total = prices;
