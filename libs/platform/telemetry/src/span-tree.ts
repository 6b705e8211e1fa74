import type { SpanRow } from './otlp.ts';

export interface SpanNode {
  readonly span: SpanRow;
  readonly children: readonly SpanNode[];
}

interface SpanTree {
  /** Spans without a parent: one, in a whole trace. */
  readonly roots: readonly SpanNode[];
  /** Spans whose parent is not in the trace, or which are their own ancestors. */
  readonly orphans: readonly SpanNode[];
}

/** Puts spans below their parents, siblings in order of start. Each span is in it once, whatever the parents say. */
export function spanTree(spans: readonly SpanRow[]): SpanTree {
  const sorted = [...spans].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  const known = new Set(sorted.map((span) => span.spanId));
  const below = Map.groupBy(sorted, (span) => span.parentSpanId);
  const placed = new Set<SpanRow>();
  const nodesOf = (candidates: readonly SpanRow[]): SpanNode[] =>
    candidates.flatMap((span) => {
      if (placed.has(span)) return [];
      placed.add(span);
      return [{ span, children: nodesOf(below.get(span.spanId) ?? []) }];
    });
  const isRoot = (span: SpanRow): boolean => span.parentSpanId === '';
  const roots = nodesOf(sorted.filter(isRoot));
  const parentless = nodesOf(sorted.filter((span) => !isRoot(span) && !known.has(span.parentSpanId)));
  // What is left hangs in a circle; it is cut where it began.
  return { roots, orphans: [...parentless, ...nodesOf(sorted)] };
}

/** A tree as indented lines: offset from the start of the trace, duration, name, service. */
export function drawTree({ roots, orphans }: SpanTree): string {
  const starts = [...roots, ...orphans].map((node) => node.span.start);
  const first = starts.reduce((least, start) => (start < least ? start : least), starts[0] ?? 0n);
  const lines = roots.flatMap((root) => drawNode(root, first, '', ''));
  if (orphans.length === 0) return lines.join('\n');
  // An upstream that sends its trace along keeps its own spans elsewhere: then there is no root here.
  const heading = roots.length === 0 ? ['(its parent is not held here)'] : ['', 'spans whose parent is not held here:'];
  return [...lines, ...heading, ...orphans.flatMap((orphan) => drawNode(orphan, first, '', ''))].join('\n');
}

function drawNode({ span, children }: SpanNode, first: bigint, lead: string, below: string): string[] {
  const mark = span.failed ? ' ✗' : '';
  const times = `${milliseconds(span.start - first).padStart(9)} ${milliseconds(span.end - span.start).padStart(9)}`;
  const own = `${times}  ${lead}${span.name}${mark}  (${span.scope || span.service})`;
  const rest = children.flatMap((child, i) => {
    const last = i === children.length - 1;
    return drawNode(child, first, `${below}${last ? '└─ ' : '├─ '}`, `${below}${last ? '   ' : '│  '}`);
  });
  return [own, ...rest];
}

const milliseconds = (nanos: bigint): string => `${(Number(nanos) / 1e6).toFixed(1)} ms`;
