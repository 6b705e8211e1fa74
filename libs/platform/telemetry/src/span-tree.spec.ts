import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SpanRow } from './otlp.ts';
import { drawTree, type SpanNode, spanTree } from './span-tree.ts';

function row(spanId: string, parentSpanId: string, start = 0, more: Partial<SpanRow> = {}): SpanRow {
  const nanos = BigInt(start) * 1_000_000n;
  return {
    spanId,
    parentSpanId,
    name: spanId,
    service: 'app',
    scope: '',
    start: nanos,
    end: nanos + 2_500_000n,
    failed: false,
    attributes: new Map(),
    ...more,
  };
}

type Outline = [string, ...Outline[]];
const outline = ({ span, children }: SpanNode): Outline => [span.spanId, ...children.map(outline)];

describe('the tree of a trace', () => {
  it('has children below their parents, in order of start', () => {
    const { roots, orphans } = spanTree([row('c', 'a', 3), row('b', 'a', 2), row('a', '', 1), row('d', 'c', 4)]);
    expect(roots.map(outline)).toEqual([['a', ['b'], ['c', ['d']]]]);
    expect(orphans).toEqual([]);
  });

  it('tells spans whose parent is missing from roots, of which there may be several', () => {
    const { roots, orphans } = spanTree([row('a', ''), row('b', '', 1), row('c', 'gone'), row('d', 'c')]);
    expect([roots.map(outline), orphans.map(outline)]).toEqual([[['a'], ['b']], [['c', ['d']]]]);
  });

  it('cuts a circle where it began', () => {
    const { roots, orphans } = spanTree([row('a', ''), row('b', 'c', 2), row('c', 'b', 1), row('self', 'self', 3)]);
    expect([roots.map(outline), orphans.map(outline)]).toEqual([[['a']], [['c', ['b']], ['self']]]);
  });

  it('holds every span exactly once, whatever the parents say', () => {
    const id = fc.constantFrom('', 'a', 'b', 'c', 'd');
    fc.assert(
      fc.property(fc.array(fc.tuple(id, id, fc.nat(5))), (spans) => {
        const rows = spans.map(([spanId, parent, start]) => row(spanId, parent, start));
        const { roots, orphans } = spanTree(rows);
        const all = (nodes: readonly SpanNode[]): SpanRow[] =>
          nodes.flatMap((node) => [node.span, ...all(node.children)]);
        const held = all([...roots, ...orphans]);
        expect(held).toHaveLength(rows.length);
        expect(new Set(held)).toEqual(new Set(rows));
      }),
    );
  });
});

describe('drawing a trace', () => {
  it('gives offset and duration of each span, its place and who made it', () => {
    const tree = spanTree([
      row('POST', '', 10, { scope: 'ingress' }),
      row('send', 'POST', 11),
      row('turn', 'send', 12, { failed: true }),
      row('log', 'POST', 15),
    ]);
    expect(drawTree(tree)).toBe(
      [
        '   0.0 ms    2.5 ms  POST  (ingress)',
        '   1.0 ms    2.5 ms  ├─ send  (app)',
        '   2.0 ms    2.5 ms  │  └─ turn ✗  (app)',
        '   5.0 ms    2.5 ms  └─ log  (app)',
      ].join('\n'),
    );
  });

  it('says so when the parent of all is held elsewhere, and when only that of some is', () => {
    expect(drawTree(spanTree([row('POST', 'upstream')])).split('\n')[0]).toBe('(its parent is not held here)');
    expect(
      drawTree(spanTree([row('a', ''), row('b', 'gone')]))
        .split('\n')
        .slice(1, 3),
    ).toEqual(['', 'spans whose parent is not held here:']);
  });
});
