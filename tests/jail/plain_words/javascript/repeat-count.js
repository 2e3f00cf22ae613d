console.log('-'.repeat(-1));
