const word = 'box';
word[0] = 'f';
export { word };
