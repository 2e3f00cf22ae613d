console.log('a' in 'abc');
