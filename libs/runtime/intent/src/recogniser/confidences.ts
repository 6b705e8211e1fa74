/** Margins of every label as probabilities: softmax of `sharpness` × margin. */
export function confidencesOf(margins: Float64Array, sharpness: number): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (const margin of margins) highest = Math.max(highest, margin);
  const confidences = new Float64Array(margins.length);
  let sum = 0;
  for (let at = 0; at < margins.length; at += 1) {
    const power = Math.exp(sharpness * ((margins[at] as number) - highest));
    confidences[at] = power;
    sum += power;
  }
  for (let at = 0; at < confidences.length; at += 1) confidences[at] = (confidences[at] as number) / sum;
  return confidences;
}

/** A message that was not trained on, with the place of its label. */
export interface Judged {
  readonly margins: Float64Array;
  readonly label: number;
}

/** Natural logarithms to search between. */
const [least, most] = [Math.log(0.25), Math.log(64)];
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * The sharpness under which the confidences of messages not trained on are most likely: temperature scaling (Guo et al.,
 * On Calibration of Modern Neural Networks, ICML 2017), found by golden-section search.
 */
export function fitSharpness(judged: readonly Judged[]): number {
  const loss = (logarithm: number): number =>
    judged.reduce(
      (sum, { margins, label }) =>
        sum - Math.log(Math.max(confidencesOf(margins, Math.exp(logarithm))[label] ?? 0, 1e-12)),
      0,
    );
  let [low, high] = [least, most];
  for (let step = 0; step < 40; step += 1) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
    if (loss(a) < loss(b)) high = b;
    else low = a;
  }
  return Math.exp((low + high) / 2);
}
