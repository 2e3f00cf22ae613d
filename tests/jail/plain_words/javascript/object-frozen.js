const box = Object.freeze({ size: 3 });
box.size = 4;
export { box };
