import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SameButText } from './same-but-text.ts';

/** The text of a chunk `{ "said": text, … }`, where nothing else is true in it. */
const textOf = (chunk: unknown): string | null => {
  const { said, stop } = chunk as { said?: unknown; stop?: unknown };
  return typeof said === 'string' && !stop ? said : null;
};

describe('a stream whose chunks differ in nothing but their text', () => {
  const reader = (): SameButText => {
    const same = new SameButText(textOf);
    same.learn('{"id":"hello","said":"hello","stop":null}', JSON.parse('{"id":"hello","said":"hello","stop":null}'));
    return same;
  };

  it('is read without parsing, escapes and all', () => {
    const same = reader();
    expect(same.read('{"id":"hello","said":" world","stop":null}')).toBe(' world');
    expect(same.read(String.raw`{"id":"hello","said":"\"\u4f60\"\n","stop":null}`)).toBe('"你"\n');
    expect(same.read('{"id":"hello","said":"","stop":null}')).toBe('');
  });

  it.each([
    '{"id":"hello","said":"x","stop":true}',
    '{"id":"other","said":"x","stop":null}',
    '{"id":"hello","said":"x","said":"y","stop":null}',
    '{"id":"hello","said":"x","stop":true,"a":"","stop":null}',
    '{"id":"hello","said":null,"stop":null}',
    String.raw`{"id":"hello","said":"x\","stop":null}`,
    '{"id":"hello","said":"a\nb","stop":null}',
    '{"id":"hello","said":"',
  ])('has to be parsed where it differs in more: %s', (data) => {
    expect(reader().read(data)).toBeNull();
  });

  it('is not believed to be one by a text that stands in two places', () => {
    const same = new SameButText(textOf);
    const data = '{"said":"hello","id":"hello"}';
    same.learn(data, JSON.parse(data));
    expect(same.read('{"said":"hello","id":"other"}')).toBeNull();
  });

  it('reads what parsing would, whatever the chunks are', () => {
    const text = fc.string({ unit: 'binary' });
    const chunk = fc.record(
      { id: text, said: fc.oneof(text, fc.constant(null)), stop: fc.boolean(), more: fc.jsonValue() },
      { requiredKeys: [] },
    );
    const written = (value: unknown, ascii: boolean): string => {
      const json = JSON.stringify(value);
      const escape = (one: string): string => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
      return ascii ? json.replace(/[^ -~]/g, escape) : json;
    };
    const repeated = fc.record({ first: chunk, texts: fc.array(text), ascii: fc.boolean(), others: fc.array(chunk) });
    fc.assert(
      fc.property(repeated, ({ first, texts, ascii, others }) => {
        const same = new SameButText(textOf);
        for (const value of [first, ...texts.map((said) => ({ ...first, said })), ...others]) {
          const data = written(value, ascii);
          const read = same.read(data);
          if (read === null) same.learn(data, JSON.parse(data));
          else expect(read).toBe(textOf(JSON.parse(data)));
        }
      }),
    );
  });
});
