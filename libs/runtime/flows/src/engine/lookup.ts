import type { RunningFlow } from '@turnfleet/contract/schemas';
import type { Arguments, Flow } from '../definition/flow.ts';

type Json = Readonly<Record<string, unknown>>;

/** What is known under a path: a slot, the ends of a slot that is a stretch of time, or a field of a result. Undefined: nothing. */
export function lookup({ slots, found }: Pick<RunningFlow, 'slots' | 'found'>, path: string): unknown {
  const [head = '', ...inner] = path.split('.');
  const slot = slots[head];
  if (slot) {
    if (inner.length === 0) return slot.value;
    const [from, to] = String(slot.value).split('/');
    return inner[0] === 'from' ? from : inner[0] === 'to' ? to : undefined;
  }
  return fieldOf(found, [head, ...inner]);
}

/** The value at the end of a path into a result; of a list `first` and `last` are its ends. */
export function fieldOf(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((one, name) => {
    if (Array.isArray(one)) return name === 'first' ? one[0] : name === 'last' ? one.at(-1) : undefined;
    return isObject(one) ? one[name] : undefined;
  }, value);
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

const placeholder = /\{([a-z][\w.]*)\}/g;
const optionalPart = /\[([^[\]]*)\]/g;

/** A text with what is known in place of `{…}`; a part in `[…]` is left out if something in it is not known. */
export function filled(text: string, known: (path: string) => unknown): string {
  const said = (path: string): string => {
    const value = known(path);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const fill = (part: string): string => part.replaceAll(placeholder, (_, path: string) => said(path));
  const whole = (part: string): boolean => [...part.matchAll(placeholder)].every(([, path = '']) => said(path) !== '');
  return fill(text.replaceAll(optionalPart, (_, part: string) => (whole(part) ? part : '')));
}

/** Arguments of a call; one that stands for something not known is left out, one that is a single name keeps its type. */
export function argumentsOf(args: Arguments, known: (path: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(args).flatMap(([name, value]): [string, unknown][] => {
      if (typeof value !== 'string') return [[name, value]];
      const [, only] = /^\{([a-z][\w.]*)\}$/.exec(value) ?? [];
      const given = only === undefined ? filled(value, known) : known(only);
      return given === undefined || given === null || given === '' ? [] : [[name, given]];
    }),
  );
}

/** Of a result that which the flow speaks of, under the name that the flow gives it. */
export function keptOf({ spokenOf }: Pick<Flow, 'spokenOf'>, name: string, content: Json): Json {
  const kept: Record<string, unknown> = {};
  for (const path of spokenOf) {
    const [head, ...inner] = path.split('.');
    if (head !== name || inner.length === 0) continue;
    const value = fieldOf(content, inner);
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') put(kept, inner, value);
  }
  return kept;
}

function put(into: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) into[head] = value;
  else put((into[head] ??= {}) as Record<string, unknown>, rest, value);
}
