export const x = 1;
let static = 1;
