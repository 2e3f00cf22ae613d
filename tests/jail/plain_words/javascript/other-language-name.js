const done = True;
export { done };
