import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '@turnfleet/core/testing';
import { recognise } from './recogniser.ts';
import { decodeRecogniser, encodeRecogniser } from './recogniser-file.ts';
import { trainRecogniser } from './train-recogniser.ts';

const texts = ['cancel my order', 'please cancel it', 'how much is it', 'what is the price', '取消订单', '多少钱'];
const examples = texts.map((text, group) => ({
  intent: group % 4 === 0 || group === 1 ? 'cancel' : 'price',
  text,
  group,
  vector: Float32Array.of(Math.cos(group), Math.sin(group)),
}));

describe('the file of a recogniser', () => {
  const trained = trainRecogniser(examples, seededRandom(3));

  it('says of every message what the recogniser says that it was written from', () => {
    const read = decodeRecogniser(encodeRecogniser(trained));
    for (const { text, vector } of examples) {
      const [before, after] = [trained, read].map((one) => recognise(one, text, vector));
      expect(after?.map(({ intent }) => intent)).toEqual(before?.map(({ intent }) => intent));
      expect(after?.[0]?.confidence).toBeCloseTo(before?.[0]?.confidence ?? 0, 1);
    }
  });

  it.each([
    ['nothing', Buffer.from('')],
    ['text', Buffer.from('not a recogniser\n')],
    ['another format', Buffer.from('{"format":"turnfleet-intents-0"}\n')],
    ['a part', encodeRecogniser(trained).subarray(0, -3)],
  ])('refuses %s, and says how to make one', (_, bytes) => {
    expect(() => decodeRecogniser(bytes)).toThrow(/no file of an intent recogniser/);
  });
});
