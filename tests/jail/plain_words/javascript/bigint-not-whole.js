console.log(BigInt(1.5));
