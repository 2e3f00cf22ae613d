console.log(Math.max(...3));
