/** What is to be known of a worker at one moment. */
interface Sample {
  /** Monotonic milliseconds. */
  readonly at: number;
  /** Turns so far, and the milliseconds that they took. */
  readonly finished: number;
  readonly workedMs: number;
  readonly inFlight: number;
  readonly capacity: number;
  readonly waiting: number;
}

/** Turns a second; see `WorkerLoad`. */
interface Rates {
  readonly perSecond: number;
  readonly fullPerSecond: number | null;
}

/** How much of what is remembered the newest sample makes up. */
const newest = 0.4;
/** In less, chance decides over what a sample counts. */
const shortestMs = 200;

/**
 * How many turns a worker ends in a second, from samples that are taken about every second. What it can end is seen while there
 * is more than it can do at once, at both ends of a sample. Before that it is guessed, by Little's law: so many places, each for
 * so long as turns take; but no more than twice of what it has just ended and once its places, as turns may take longer then.
 */
export class CompletionMeter {
  #last: Sample | null = null;
  #seenFull: number | null = null;
  #rates: Rates = { perSecond: 0, fullPerSecond: null };

  sample(sample: Sample): Rates {
    const before = this.#last;
    if (before && sample.at - before.at < shortestMs) return this.#rates;
    this.#last = sample;
    if (!before) return this.#rates;
    const finished = sample.finished - before.finished;
    const perSecond = (1_000 * finished) / (sample.at - before.at);
    if (isFull(before) && isFull(sample))
      this.#seenFull = this.#seenFull === null ? perSecond : this.#seenFull + newest * (perSecond - this.#seenFull);
    const meanMs = finished > 0 ? (sample.workedMs - before.workedMs) / finished : 0;
    const guess = meanMs > 0 ? Math.min((1_000 * sample.capacity) / meanMs, 2 * perSecond + sample.capacity) : null;
    this.#rates = { perSecond, fullPerSecond: this.#seenFull ?? guess ?? this.#rates.fullPerSecond };
    return this.#rates;
  }
}

const isFull = ({ inFlight, capacity, waiting }: Sample): boolean => waiting > 0 && inFlight >= 0.9 * capacity;
