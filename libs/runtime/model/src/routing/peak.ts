/** How busy the fleet is. */
export interface PeakLoad {
  /** Turns in flight over what the workers may have in flight, 0 to 1. */
  readonly inFlightRatio: number;
  /** Age of the turn that waits longest, milliseconds. */
  readonly queueAgeMs: number;
}

export interface PeakThresholds {
  readonly enter: PeakLoad;
  /** Below `enter`, so that the state does not flap. */
  readonly leave: PeakLoad;
}

export const defaultPeak: PeakThresholds = {
  enter: { inFlightRatio: 0.8, queueAgeMs: 2_000 },
  leave: { inFlightRatio: 0.6, queueAgeMs: 500 },
};

/** Whether the fleet is at its peak, given whether it was: either figure begins it, both have to fall to end it. */
export function isPeak(was: boolean, load: PeakLoad, { enter, leave }: PeakThresholds = defaultPeak): boolean {
  const bounds = was ? leave : enter;
  return load.inFlightRatio >= bounds.inFlightRatio || load.queueAgeMs >= bounds.queueAgeMs;
}
