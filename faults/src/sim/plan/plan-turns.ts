import type { Random } from '../time/random.ts';
import type { ModelFault, ModelScript, ToolBehaviour } from './model-script.ts';
import type { PlannedTurn, TurnForm } from './plan.ts';

const turnsPerConversation = 5;

/** Turns of several conversations, in bursts and alone. */
export function planTurns(random: Random, count: number, lastsMs: number, kinds: ReadonlySet<string>): PlannedTurn[] {
  const conversations = Math.max(1, Math.round(count / turnsPerConversation));
  const peculiar = (kind: TurnKind, turn: number): boolean =>
    kinds.has(kind) && random.of(`${kind} ${turn}`).chance(shares[kind]);
  const longer = (script: ModelScript, turn: number): ModelScript => {
    const one = random.of(`long ${turn}`);
    return kinds.has('record_limit') && one.chance(0.05)
      ? { ...script, letters: one.between(10_000, 100_000) }
      : script;
  };
  return Array.from({ length: count }, (_, i) => {
    const one = random.of(`turn ${i}`);
    const conversationId = `c-${i % conversations}`;
    const reserves = (turn: number): boolean => random.of(`reserve ${turn}`).chance(0.06);
    const at = Math.floor((i * lastsMs) / count) + one.between(0, 3_000);
    return {
      at: one.chance(0.3) ? at - (at % 2_000) : at,
      conversationId,
      turnId: `t-${i}`,
      by: one.chance(0.5) ? 'ingress' : 'upstream',
      form: formOf(one),
      // The next turn after one in which the shopper is asked.
      ...yesOf(
        reserves(i - conversations) && one.chance(0.8),
        `t-${i - conversations}`,
        i < conversations || peculiar('yes_early', i),
      ),
      ...(one.chance(0.2) && { priority: one.pick([1, 3] as const) }),
      ...(one.chance(0.04) && { deadlineMs: one.between(-1_000, 3_000) }),
      ...(one.chance(0.08) && { cancelAfterMs: one.between(0, 2_000) }),
      ...(one.chance(0.1) && { againAfterMs: one.between(0, 12_000) }),
      // A yes may be given up, and nobody would know that its id was used.
      ...(!reserves(i - conversations) &&
        peculiar('other_text', i) && { otherTextAfterMs: random.of(`other ${i}`).between(0, 12_000) }),
      script: longer(reserves(i) ? { ...scriptOf(one), steps: [[one.pick(effects)]] } : scriptOf(one), i),
    };
  });
}

/** What shoppers do in some runs only, and how often they do it there. */
const shares = { yes_early: 0.5, other_text: 0.1 } as const;
type TurnKind = keyof typeof shares;
export const turnKinds = Object.keys(shares) as TurnKind[];

/**
 * Who has read the question says yes to it, who is hasty to whatever will be asked. What is forwarded late may come behind
 * another question than the one that was read.
 */
function yesOf(saysYes: boolean, asking: string, hasty: boolean) {
  return { saysYes, ...(saysYes && !hasty && { repliesTo: asking, form: 'plain' as const }) };
}

function formOf(random: Random): TurnForm {
  if (random.chance(0.88)) return 'plain';
  return random.pick(['keyless', 'misrouted', 'misrouted', 'unreadable', 'garbage']);
}

const modelFaults: readonly ModelFault[] = [
  'rate_limited',
  'rate_limited_with_time',
  'server_error',
  'server_error',
  'hangs',
  'hangs_midway',
  'cut_midway',
  'cut_midway',
  'empty',
];
const toolFaults: readonly ToolBehaviour[] = ['slow', 'hangs', 'unavailable', 'fails', 'wrong', 'unknown', 'malformed'];

const effects: readonly ToolBehaviour[] = ['reserves', 'reserves', 'reserves_untold', 'reserves_never'];

function scriptOf(random: Random): ModelScript {
  const faults = random.chance(0.2)
    ? Array.from({ length: random.between(1, 3) }, () => random.pick(modelFaults))
    : random.chance(0.02)
      ? Array.from({ length: random.between(1, 4) }, () => 'kills_worker' as const)
      : [];
  const toolOf = (): ToolBehaviour => (random.chance(0.15) ? random.pick(toolFaults) : 'well');
  const steps = random.chance(0.4)
    ? Array.from({ length: random.between(1, 2) }, () => Array.from({ length: random.between(1, 3) }, toolOf))
    : [];
  return {
    faults,
    steps,
    endless: random.chance(0.02),
    words: random.between(1, 5),
    paceMs: random.pick([1, 20, 20, 100, 400]),
  };
}
