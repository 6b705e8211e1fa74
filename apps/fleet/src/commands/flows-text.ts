import { TurnfleetError } from '@turnfleet/core';
import type { Flow } from '@turnfleet/flows';
import type { Rehearsal } from './rehearse-flows.ts';
import { table } from './table.ts';

/** All flows, one a line; or the slots and steps of one. Throws `not_found` for one that is not there. */
export function flowsText(flows: readonly Flow[], name: string | undefined): string {
  if (name === undefined) {
    const rows = flows.map((flow) => [flow.name, flow.version, flow.intents.join(' '), String(flow.steps.size)]);
    return `${table([['flow', 'version', 'intents', 'steps'], ...rows])}\n`;
  }
  const flow = flows.find((one) => one.name === name);
  if (!flow) {
    const suggestion = `There are: ${flows.map((one) => one.name).join(', ')}.`;
    throw new TurnfleetError('not_found', `There is no flow "${name}".`, { suggestion });
  }
  const slots = [...flow.slots.values()].map((slot) => [slot.name, slot.type, slot.from.join(' ')]);
  const steps = [...flow.steps.values()].map((step) => [
    step.id,
    step.kind,
    whatOf(step),
    'next' in step ? step.next : '',
  ]);
  return [
    `${flow.name} ${flow.version}: ${flow.title.en}`,
    ...(slots.length > 0 ? ['', table([['slot', 'type', 'from'], ...slots])] : []),
    '',
    table([['step', 'does', 'what', 'then'], ...steps]),
    '',
  ].join('\n');
}

type Step = Flow['steps'] extends ReadonlyMap<string, infer One> ? One : never;

function whatOf(step: Step): string {
  switch (step.kind) {
    case 'collect':
      return step.slot;
    case 'branch':
      return `${step.on}: ${Object.entries(step.cases)
        .map(([value, to]) => `${value} → ${to}`)
        .join(', ')}`;
    case 'call':
    case 'effect':
      return step.tool;
    case 'start':
      return step.flow;
    default:
      return '';
  }
}

/** How conversations went: all of them, or those that went otherwise than expected; the count in the last line. */
export function rehearsalText(rehearsals: readonly Rehearsal[], all: boolean): string {
  const isWrong = ({ turns }: Rehearsal): boolean => turns.some(({ wrong }) => wrong.length > 0);
  const shown = rehearsals.filter((one) => all || isWrong(one));
  const wrong = rehearsals.filter(isWrong).length;
  const count = `${rehearsals.length} conversations, ${wrong} of them otherwise than expected.`;
  return `${[...shown.map(oneText), count].join('\n')}\n`;
}

function oneText({ file, name, turns }: Rehearsal): string {
  const lines = turns.flatMap((turn) => [
    `  > ${turn.say}`,
    ...(turn.model ? ['    (the model answers)'] : []),
    ...(turn.says === '' ? [] : turn.says.split('\n').map((line) => `    ${line}`)),
    `    [${turn.state}, flow ${turn.flow}${turn.effect === 'none' ? '' : `, ${turn.effect}`}]`,
    ...turn.wrong.map((one) => `    ✗ ${one}`),
  ]);
  return [`${file}: ${name}`, ...lines].join('\n');
}
