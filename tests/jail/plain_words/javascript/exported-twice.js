export const total = 1;
export { total };
