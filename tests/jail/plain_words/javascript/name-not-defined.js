console.log(totl);
