/** Two kinds of time (decisions.md 5). The only place of the program that reads the machine's clocks. */
export interface Clocks {
  /** Civil time: deadlines, hours, dates on cards. Travels in the demo. */
  readonly civil: () => Date;
  /** Real wall time: leases, retries, signature ages, token life. Never travels. */
  readonly real: () => Date;
  /** Milliseconds that only go forward, for time-outs. */
  readonly monotonic: () => number;
}

export const systemClocks: Clocks = {
  civil: () => new Date(),
  real: () => new Date(),
  monotonic: () => performance.now(),
};

export interface TravellingClocks extends Clocks {
  /**
   * Puts civil time at `to`; it then goes on at the normal pace.
   * @throws RangeError when `to` lies before the present civil time: backwards is refused.
   */
  readonly travel: (to: Date) => void;
}

export function travellingClocks(start?: Date): TravellingClocks {
  let offset = start ? start.getTime() - Date.now() : 0;
  const civil = () => new Date(Date.now() + offset);
  return {
    civil,
    real: () => new Date(),
    monotonic: () => performance.now(),
    travel: (to) => {
      if (to < civil()) throw new RangeError(`clock: ${to.toISOString()} lies before now, ${civil().toISOString()}`);
      offset = to.getTime() - Date.now();
    },
  };
}
