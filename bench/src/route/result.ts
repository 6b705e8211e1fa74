import { type Judged, judge } from '../report/bar.ts';
import { machineOf } from '../settings.ts';
import type { Answered } from './ask-all.ts';
import { type QuestionClass, questionClasses } from './question.ts';

export interface ClassResult {
  readonly class: QuestionClass;
  readonly turns: number;
  /** Turns by the model that answered. */
  readonly models: Readonly<Record<string, number>>;
  readonly costUsd: number;
  readonly strongestUsd: number;
  readonly wrong: number;
  /** Not completed: on a machine that is too busy tools are late, and the answers say so. */
  readonly incomplete: number;
}

export interface RouteResult {
  readonly benchmark: 'route';
  readonly machine: ReturnType<typeof machineOf>;
  readonly turns: number;
  readonly classes: readonly ClassResult[];
  readonly costUsd: number;
  readonly strongestUsd: number;
  /** With one of three endpoints failing a third of its calls. */
  readonly failing: { readonly turns: number; readonly succeeded: number; readonly callsFailed: number };
  /** Of wrong answers the first few, and what is wrong. */
  readonly examples: readonly string[];
  readonly bars: readonly Judged[];
}

interface Runs {
  readonly routed: readonly Answered[];
  readonly strongest: readonly Answered[];
  readonly failing: readonly Answered[];
  readonly callsFailed: number;
}

/** The model that everyday turns are meant for. */
const cheapest = 'deepseek-v3.2';
const mostExamples = 5;

export function resultOf({ routed, strongest, failing, callsFailed }: Runs): RouteResult {
  const of = (answers: readonly Answered[], name: QuestionClass) =>
    answers.filter(({ question }) => question.class === name);
  const classes = questionClasses.map((name) => ({
    class: name,
    turns: of(routed, name).length,
    models: countsOf(of(routed, name)),
    costUsd: costOf(of(routed, name)),
    strongestUsd: costOf(of(strongest, name)),
    wrong: of(routed, name).filter(isWrong).length,
    incomplete: of(routed, name).filter((answered) => !isCompleted(answered)).length,
  }));
  const [costUsd, strongestUsd] = [costOf(routed), costOf(strongest)];
  const completed = [...routed, ...strongest, ...failing].filter(isCompleted);
  const wrong = completed.filter(isWrong);
  const succeeded = failing.filter(isCompleted).length;
  const bars = [
    judge({ what: 'saved against all on the strongest, %', atLeast: 85 }, (1 - costUsd / strongestUsd) * 100),
    judge(
      { what: 'turns on the cheapest model, %', atLeast: 73 },
      shareOf(routed, ({ reply }) => reply.model === cheapest),
    ),
    judge(
      { what: 'answers with right figures, %', atLeast: 100 },
      shareOf(completed, (answered) => !isWrong(answered)),
    ),
    judge({ what: 'success with a failing endpoint, %', atLeast: 99.4 }, (succeeded / failing.length) * 100),
  ];
  return {
    benchmark: 'route',
    machine: machineOf(),
    turns: routed.length,
    classes,
    costUsd,
    strongestUsd,
    failing: { turns: failing.length, succeeded, callsFailed },
    examples: wrong.slice(0, mostExamples).map(({ question, faults }) => `${question.text}: ${faults.join(', ')}`),
    bars,
  };
}

const isCompleted = ({ reply }: Answered): boolean => reply.status === 'completed';
const isWrong = (answered: Answered): boolean => isCompleted(answered) && answered.faults.length > 0;

const costOf = (answers: readonly Answered[]): number =>
  answers.reduce((sum, { reply }) => sum + reply.usage.costUsd, 0);

function countsOf(answers: readonly Answered[]): Record<string, number> {
  const byModel = Map.groupBy(answers, ({ reply }) => reply.model);
  return Object.fromEntries([...byModel].map(([model, some]) => [model, some.length]));
}

const shareOf = (answers: readonly Answered[], holds: (answered: Answered) => boolean): number =>
  (answers.filter(holds).length / answers.length) * 100;
