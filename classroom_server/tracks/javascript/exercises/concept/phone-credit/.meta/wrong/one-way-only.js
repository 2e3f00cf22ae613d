export function topUp(credit) {
  if (credit < 200) {
    return 500;
  }
}

export function callCost(minutes) {
  if (minutes <= 10) {
    return 50;
  }
}

export function creditAfter(credit, minutes) {
  if (callCost(minutes) <= credit) {
    return credit - callCost(minutes);
  }
}
