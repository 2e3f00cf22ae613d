import { price } from './prices';

export const total = (boxes) => boxes * price;
