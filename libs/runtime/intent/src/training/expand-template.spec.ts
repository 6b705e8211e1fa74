import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '@turnfleet/core/testing';
import { expandTemplate } from './expand-template.ts';

describe('expandTemplate', () => {
  const random = () => seededRandom(1);

  it('says a template in all its ways, each once', () => {
    const said = expandTemplate('(please |)cancel {order}', { order: ['it', 'my order'] }, 10, random());
    expect([...said].sort()).toEqual(['cancel it', 'cancel my order', 'please cancel it', 'please cancel my order']);
  });

  it('draws no more than it is asked for', () => {
    expect(expandTemplate('{n}', { n: Array.from({ length: 50 }, (_, at) => `${at}`) }, 6, random())).toHaveLength(6);
  });

  it('refuses a slot that nobody filled, by its name', () => {
    expect(() => expandTemplate('cancel {oder}', { order: ['it'] }, 1, random())).toThrow(/names a slot "oder"/);
  });
});
