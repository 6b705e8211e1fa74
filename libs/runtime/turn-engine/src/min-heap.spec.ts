import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MinHeap } from './min-heap.ts';

it('a heap gives the least first, whatever goes in between', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer(), { freq: 3 }), { maxLength: 200 }), (steps) => {
      const heap = new MinHeap<number>((a, b) => a < b);
      const model: number[] = [];
      for (const step of steps) {
        if (step === null) {
          const least = model.toSorted((a, b) => a - b)[0];
          expect(heap.least).toBe(least);
          expect(heap.pop()).toBe(least);
          if (least !== undefined) model.splice(model.indexOf(least), 1);
        } else {
          heap.push(step);
          model.push(step);
        }
      }
      expect(heap.items.toSorted((a, b) => a - b)).toEqual(model.toSorted((a, b) => a - b));
    }),
  );
});
