// A small generator of random numbers, the same for the same seed (mulberry32).
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  // From 0 up to 1.
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let it = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    it = (it + Math.imul(it ^ (it >>> 7), 61 | it)) ^ it;
    return ((it ^ (it >>> 14)) >>> 0) / 4294967296;
  }

  below(limit) {
    return Math.floor(this.next() * limit);
  }

  chance(share) {
    return this.next() < share;
  }

  one(items) {
    return items[this.below(items.length)];
  }

  // Some of the items, at least one where there are any, in any order.
  some(items, most) {
    const left = [...items];
    const taken = [];
    for (let n = 1 + this.below(Math.min(most, left.length)); n > 0 && left.length > 0; n -= 1) {
      taken.push(...left.splice(this.below(left.length), 1));
    }
    return taken;
  }
}
