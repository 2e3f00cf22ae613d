const box = { size: 3 };
box.inside = box;
console.log(JSON.stringify(box));
