import type { ModelToolCall } from '../model-client.ts';

/** A piece of a tool call, as an endpoint streams it; every part may be missing, empty or repeated. */
export interface CallPiece {
  readonly index: number | undefined;
  readonly id: string;
  readonly name: string;
  /** Of an object the JSON, and `whole`. */
  readonly arguments: string;
  readonly whole: boolean;
  readonly fields: Readonly<Record<string, unknown>>;
}

interface OpenCall {
  readonly index: number | undefined;
  id: string;
  name: string;
  arguments: string;
  fields: Readonly<Record<string, unknown>>;
}

/**
 * Puts tool calls together from pieces. A call is known by its name: a new one opens a call, a piece without one goes on
 * with a call, whatever id and index say – endpoints number every call 0, or none, and repeat ids or send them late.
 */
export class OpenCalls {
  readonly #calls: OpenCall[] = [];
  readonly #offered: ReadonlySet<string>;

  /** `offered`: names of the tools that may be called; they tell a name in pieces from two names. */
  constructor(offered: Iterable<string>) {
    this.#offered = new Set(offered);
  }

  take(piece: CallPiece): void {
    const open = this.#continued(piece);
    const call = open ?? { index: piece.index, id: '', name: '', arguments: '', fields: {} };
    if (!open) this.#calls.push(call);
    call.id ||= piece.id;
    call.name = joinedName(call.name, piece.name);
    call.arguments = joinedArguments(call.arguments, piece);
    call.fields = { ...call.fields, ...piece.fields };
  }

  /** The calls with ids that are there and differ; what names nothing and says nothing is no call. */
  end(responseId: string): (ModelToolCall & Pick<OpenCall, 'fields'>)[] {
    const used = new Set<string>();
    const said = this.#calls.filter(({ name, arguments: text }) => name !== '' || text.trim() !== '');
    return said.map(({ id, name, arguments: text, fields }, place) => {
      const own = id === '' || used.has(id) ? `call_${responseId || 'x'}_${place}` : id;
      used.add(own);
      return { id: own, name: this.#knownName(name), arguments: text, fields };
    });
  }

  #continued(piece: CallPiece): OpenCall | undefined {
    const sameId = (call: OpenCall): boolean => piece.id !== '' && call.id === piece.id;
    const sameIndex = (call: OpenCall): boolean => call.index === piece.index;
    const near =
      this.#calls.findLast((call) => sameId(call) && sameIndex(call)) ??
      (this.#calls.filter(sameId).length === 1 ? this.#calls.find(sameId) : undefined) ??
      (piece.index === undefined ? this.#calls.at(-1) : this.#calls.findLast(sameIndex));
    if (piece.name === '') return near ?? this.#calls.at(-1);
    return near && this.#goesOn(near, piece) ? near : undefined;
  }

  /** Whether a piece that brings a name still belongs to the call. */
  #goesOn(call: OpenCall, piece: CallPiece): boolean {
    if (call.name === '') return true;
    const otherId = piece.id !== '' && call.id !== '' && piece.id !== call.id;
    if (otherId) return false;
    if (call.name === piece.name) {
      // Said again with each piece, or with the whole call once more; after a whole call it is the next one.
      const again = piece.arguments.trim() === '' && sameCall(call, piece);
      return !isObject(call.arguments) || again || piece.arguments.startsWith(call.arguments);
    }
    if (call.arguments !== '' || this.#offered.has(call.name)) return false;
    const joined = joinedName(call.name, piece.name);
    return this.#offered.size === 0 || [...this.#offered].some((name) => name.startsWith(joined));
  }

  /** `functions.check_inventory:0` and ` check_inventory ` are the tool that was offered. */
  #knownName(given: string): string {
    const name = given.trim();
    if (this.#offered.has(name)) return name;
    const bare = name.replace(/^functions?\./, '').replace(/[:<].*$/, '');
    return this.#offered.has(bare) ? bare : name;
  }
}

const sameCall = (call: OpenCall, { id, index }: CallPiece): boolean => call.index === index && call.id === id;

/** Names come at once, in pieces, or longer each time. */
function joinedName(before: string, piece: string): string {
  return piece.startsWith(before) ? piece : before + piece;
}

function joinedArguments(before: string, { arguments: piece, whole }: CallPiece): string {
  const again = (whole || isObject(piece)) && (whole || piece.startsWith(before));
  if (again || (before === '{}' && piece.trimStart().startsWith('{'))) return piece;
  return before + piece;
}

function isObject(text: string): boolean {
  if (!text.trimEnd().endsWith('}')) return false;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
