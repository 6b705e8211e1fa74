import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '@turnfleet/core/testing';
import { gramBuckets } from '../features/grams.ts';
import { featuresOf, weightingOf } from '../features/weighting.ts';
import { marginsOf, trainOneVsRest } from './train-one-vs-rest.ts';

const options = { cost: 1, epochs: 100, tolerance: 0.001, buckets: gramBuckets };

describe('trainOneVsRest', () => {
  const texts = ['cancel my order', 'please cancel it', 'how much is it', 'what is the price', '取消订单', '多少钱'];
  const labels = ['cancel', 'cancel', 'price', 'price', 'cancel', 'price'];
  const weighting = weightingOf(texts);
  const examples = texts.map((text) => featuresOf(text, weighting));

  it('puts every example of separable classes on its side, by the margin of the L2-loss optimum', () => {
    const planes = trainOneVsRest(examples, labels, { ...options, cost: 1_000 }, seededRandom(1));
    for (const [at, example] of examples.entries()) {
      const margins = marginsOf(planes, example);
      const own = planes.labels.indexOf(labels[at] ?? '');
      expect(margins[own]).toBeGreaterThan(0.98);
      expect(margins[1 - own]).toBeLessThan(-0.98);
    }
  });

  it('has planes whose gradient vanishes: w is the sum of its examples by what they violate', () => {
    // Of the primal ½‖w‖² + C Σ max(0, 1 − y w·x)²: w = 2C Σ max(0, 1 − y w·x) y x, checked at one bucket.
    const { labels: order, planes } = trainOneVsRest(examples, labels, options, seededRandom(2));
    const plane = planes[order.indexOf('cancel')];
    if (!plane) throw new Error('no plane');
    const bucket = examples[0]?.buckets[0] ?? 0;
    const sum = examples.reduce((total, example, at) => {
      const y = labels[at] === 'cancel' ? 1 : -1;
      const margin = marginsOf({ labels: ['cancel'], planes: [plane] }, example)[0] ?? 0;
      const place = example.buckets.indexOf(bucket);
      const value = place < 0 ? 0 : (example.weights[place] ?? 0);
      return total + 2 * options.cost * Math.max(0, 1 - y * margin) * y * value;
    }, 0);
    expect(plane.grams[bucket]).toBeCloseTo(sum, 2);
  });

  it('has margins that are bias and product with each plane, also of grams that no plane knows', () => {
    const pictured = examples.map((example, at) => ({
      ...example,
      vector: Float32Array.of(Math.cos(at), Math.sin(at)),
    }));
    const planes = trainOneVsRest(pictured, labels, options, seededRandom(3));
    for (const text of [...texts, 'please cancel the price 多少 yesterday', '?']) {
      const example = featuresOf(text, weighting, Float32Array.of(0.6, 0.8));
      const margins = planes.planes.map(({ bias, grams, vector }) => {
        const words = [...example.buckets].map((bucket, at) => (grams[bucket] ?? 0) * (example.weights[at] ?? 0));
        return [bias, ...words, 0.6 * (vector[0] ?? 0), 0.8 * (vector[1] ?? 0)].reduce((sum, one) => sum + one, 0);
      });
      for (const [at, margin] of marginsOf(planes, example).entries()) expect(margin).toBeCloseTo(margins[at] ?? 0, 6);
    }
  });

  it('gives the same planes for the same seed', () => {
    const [a, b] = [1, 1].map((seed) => trainOneVsRest(examples, labels, options, seededRandom(seed)));
    expect(a).toEqual(b);
  });
});
