export function topUp(credit) {
  if (credit < 200) {
    return 500;
  } else {
    return 0;
  }
}

export function callCost(minutes) {
  if (minutes <= 10) {
    return 50;
  } else {
    return 50 + minutes * 4;
  }
}

export function creditAfter(credit, minutes) {
  if (callCost(minutes) <= credit) {
    return credit - callCost(minutes);
  } else {
    return credit;
  }
}
