import { type SlotSource, type SlotValue, shopLocale } from '@turnfleet/contract/schemas';
import { answersToQuestion, flowText } from '@turnfleet/contract/words';
import type { FlowSlot, ToolSource } from '../definition/flow.ts';
import { namesIn } from '../definition/names-in.ts';
import { bestNamed } from '../readers/best-named.ts';
import { codeEndIn, endsWith } from '../readers/code-end.ts';
import { optionIn } from '../readers/read-slot.ts';
import { argumentsOf, fieldOf, filled, lookup } from './lookup.ts';
import { endFlow, type FlowFrame, happen, type Talk } from './talk.ts';

/** Things that a shopper is shown to choose from. */
const mostOptions = 5;

/** Fills a slot from where it may be taken, or asks for it. `ended`: there is nothing to go on with, and the flow is over. */
export async function collect(talk: Talk, frame: FlowFrame, slot: FlowSlot): Promise<'known' | 'asked' | 'ended'> {
  if (frame.slots[slot.name]) return 'known';
  for (const source of slot.from) {
    const value = source === 'tool' ? null : fromHere(talk, frame, slot, source);
    if (value !== null) {
      fill(frame, slot, { value, from: source });
      return 'known';
    }
    if (source === 'tool' && slot.tool) {
      const found = await fromTool(talk, frame, slot, slot.tool);
      if (found !== 'nothing') return found;
    }
  }
  ask(talk, frame, slot);
  return 'asked';
}

/** Puts a value into its slot. */
export function fill(frame: FlowFrame, { name, personal }: FlowSlot, value: SlotValue): void {
  frame.slots = { ...frame.slots, [name]: { ...value, ...(personal && { personal }) } };
  if (frame.asked === name) frame.asked = null;
}

function fromHere(talk: Talk, frame: FlowFrame, slot: FlowSlot, source: SlotSource): string | number | null {
  const { message } = talk;
  const profiled = message.profile[slot.name];
  if (source === 'profile') return profiled === undefined || frame.excluded.includes(profiled) ? null : profiled;
  if (source !== 'earlier') return null;
  // Who says which one they mean does not mean the one of before.
  if (slot.tool && slot.prefix !== null && codeEndIn(slot.prefix, talk.said) !== null) return null;
  const narrowed = namesIn(slot.tool?.with ?? {}).some(
    (path) => frame.slots[path.split('.')[0] ?? '']?.from === 'said',
  );
  const before = narrowed ? undefined : message.earlier[slot.name];
  return before === undefined || frame.excluded.includes(String(before)) ? null : before;
}

async function fromTool(
  talk: Talk,
  frame: FlowFrame,
  slot: FlowSlot,
  tool: ToolSource,
  widened = false,
): Promise<'known' | 'asked' | 'ended' | 'nothing'> {
  const { locale } = talk.message;
  const language = shopLocale(locale);
  if (!talk.tools.knowsShopperFor(tool.name) || (tool.needs !== null && !frame.slots[tool.needs])) return 'nothing';
  const result = await talk.tools.call(
    tool.name,
    argumentsOf(tool.with, (path) => lookup(frame, path)),
  );
  if (result.kind === 'failed') {
    talk.says.push(result.apology ?? flowText('notNow', locale));
    happen(talk, 'failed');
    endFlow(talk, 'failed');
    return 'ended';
  }
  const rows = result.kind === 'ok' ? fieldOf(result.content, tool.list.split('.')) : [];
  const all = (Array.isArray(rows) ? (rows as readonly unknown[]) : []).filter(
    (row) => !frame.excluded.includes(String(fieldOf(row, [tool.value]))),
  );
  // Who was asked which means one of those that were shown, unless they name another.
  const shown = frame.asked === slot.name ? all.filter((row) => isShown(frame, fieldOf(row, [tool.value]))) : [];
  const narrower = namedIn(shown, slot, tool, talk.said) ?? namedIn(all, slot, tool, talk.said);
  const named = narrower ?? (shown.length > 0 ? shown : all);
  const besides = narrower ? null : besidesIn(tool, all, talk.said);
  if (besides !== null) {
    fill(frame, slot, { value: besides, from: all.length === 0 ? 'tool' : 'said' });
    return 'known';
  }
  const preferred = named.filter((row) => prefers(tool, row));
  const fitting = preferred.length > 0 ? preferred : named;
  const options = fitting.slice(0, mostOptions).map((row) => ({
    value: String(fieldOf(row, [tool.value])),
    label: filled(tool.label[language], (path) => fieldOf(row, path.split('.'))),
  }));
  const [only] = options;
  if (!only) {
    const narrowing = namesIn(tool.with).map((path) => path.split('.')[0] ?? '');
    const said = narrowing.filter((name) => frame.slots[name]);
    talk.says.push(tool.none[language]);
    // Without what narrowed it there may be some, but none that was meant.
    for (const name of said)
      frame.slots = Object.fromEntries(Object.entries(frame.slots).filter(([one]) => one !== name));
    return said.length > 0 ? fromTool(talk, frame, slot, tool, true) : 'nothing';
  }
  if (options.length === 1 && !widened) {
    frame.options = options;
    if (tool.found) talk.says.push(filled(tool.found[language], (path) => fieldOf(fitting[0], path.split('.'))));
    fill(frame, slot, { value: only.value, from: 'tool' });
    return 'known';
  }
  options.push(...tool.also.map(({ value, label }) => ({ value, label: label[language] })));
  frame.options = options;
  frame.asked = slot.name;
  happen(talk, 'slots_incomplete');
  const list = options.map(({ label }, at) => `${at + 1}. ${label}`).join('\n');
  talk.says.push(filled(tool.which[language], (path) => (path === 'options' ? list : lookup(frame, path))));
  talk.suggestions = options.map(({ value }) => value);
  return 'asked';
}

/** What is meant beside those that are listed: said in so many words, or the first where nothing is listed. */
function besidesIn({ also }: ToolSource, all: readonly unknown[], said: string): string | null {
  const [first] = also;
  if (all.length < 2) return all.length === 0 ? (first?.value ?? null) : null;
  return optionIn(also, said);
}

const isShown = ({ options }: FlowFrame, value: unknown): boolean => options.some((one) => one.value === value);

/** Those that the shopper names, by the end of the code or by words; null if they name none. */
function namedIn(rows: readonly unknown[], { prefix }: FlowSlot, { value, namedBy }: ToolSource, said: string) {
  const end = prefix === null ? null : codeEndIn(prefix, said);
  const ending = end === null ? [] : rows.filter((row) => endsWith(String(fieldOf(row, [value])), end));
  if (ending.length > 0) return ending;
  if (namedBy === null) return null;
  const nameOf = (row: unknown): string => {
    const name = fieldOf(row, [namedBy]);
    return typeof name === 'string' ? name : '';
  };
  return bestNamed(rows, nameOf, said);
}

function prefers({ prefer }: ToolSource, row: unknown): boolean {
  if (!prefer) return true;
  const values = [fieldOf(row, [prefer.field])].flat();
  return [prefer.has].flat().some((one) => values.includes(one));
}

/** Asks the shopper for a slot. */
function ask(talk: Talk, frame: FlowFrame, slot: FlowSlot): void {
  const { locale } = talk.message;
  frame.asked = slot.name;
  happen(talk, 'slots_incomplete');
  if (slot.ask) talk.says.push(filled(slot.ask[shopLocale(locale)], (path) => lookup(frame, path)));
  talk.suggestions =
    slot.type === 'yes_no' ? answersToQuestion(locale) : slot.options.map(({ label }) => label[shopLocale(locale)]);
}
