try {
  console.log('here');
}
console.log('there');
