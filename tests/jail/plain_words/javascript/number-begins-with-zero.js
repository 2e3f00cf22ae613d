const age = 010;
export { age };
