import type { Reply } from '@turnfleet/contract/schemas';
import { waitsForYes } from '@turnfleet/contract/waits-for-yes';
import type { PageTool, PageTurn } from './after-event.ts';
import { signInNeeded } from './sign-in.tsx';
import type { Texts } from './texts.ts';

interface TurnActions {
  readonly ask: (text: string) => void;
  readonly resend: (turn: PageTurn) => void;
  readonly stop: (turn: PageTurn) => void;
}

interface TurnProps extends TurnActions {
  readonly turn: PageTurn;
  readonly t: Texts;
  readonly isLast: boolean;
}

export function TurnView({ turn, t, isLast, ...actions }: TurnProps) {
  // What an agent did that came to nothing.
  if (turn.text === '' && turn.reply?.command && turn.answer === '') return null;
  return (
    <li class="turn">
      {turn.text !== '' && (
        <article class="said" aria-label={t.you}>
          <p>{turn.text}</p>
        </article>
      )}
      {turn.phase === 'unsent' ? <Unsent turn={turn} t={t} {...actions} /> : <Answer turn={turn} t={t} {...actions} />}
      {isLast && turn.reply && turn.reply.suggestions.length > 0 && (
        <Choices label={t.suggestions} choices={turn.reply.suggestions} choose={actions.ask} />
      )}
    </li>
  );
}

function Unsent({ turn, t, resend }: { turn: PageTurn; t: Texts } & TurnActions) {
  return (
    <div class="trouble" role="alert">
      <p>
        {t.notSent} {turn.problem}
      </p>
      <button type="button" onClick={() => resend(turn)}>
        {t.tryAgain}
      </button>
    </div>
  );
}

function Answer({ turn, t, ask, stop }: { turn: PageTurn; t: Texts } & TurnActions) {
  const { reply } = turn;
  const isRunning = turn.phase !== 'ended';
  return (
    <article class={`answer ${reply?.status ?? 'running'}`} aria-label={t.shop} aria-busy={isRunning}>
      {turn.tools.length > 0 && <Tools tools={turn.tools} failed={turn.reply?.status === 'failed'} t={t} />}
      {reply?.agent && <p class="remark">{t.staff(reply.agent.name)}</p>}
      {turn.answer !== '' && <p class="text">{turn.answer}</p>}
      {isRunning && <Progress turn={turn} t={t} stop={stop} />}
      {reply?.toAgent && turn.answer === '' && <p class="remark">{t.readByStaff}</p>}
      {reply?.answeredBy && !reply.error && <p class="remark">{t.answeredTogether}</p>}
      {reply?.status === 'degraded' && !reply.answeredBy && <p class="remark">{t.degraded}</p>}
      {reply?.error && (
        <p class="remark">
          <button type="button" onClick={() => ask(turn.text)}>
            {t.askAgain}
          </button>
        </p>
      )}
      {reply && <Facts reply={reply} t={t} />}
    </article>
  );
}

function Progress({ turn, t, stop }: { turn: PageTurn; t: Texts; stop: (turn: PageTurn) => void }) {
  const waiting = {
    ...{
      sending: t.sending,
      accepted: queuedText(turn, t),
      started: t.thinking,
      forgotten: t.sending,
      unsent: '',
      ended: '',
    },
  }[turn.phase];
  return (
    <p class="progress">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span>{turn.stopping ? t.stopping : turn.answer === '' ? waiting : ''}</span>
      {turn.phase !== 'sending' && !turn.stopping && (
        <button type="button" onClick={() => stop(turn)}>
          {t.stop}
        </button>
      )}
    </p>
  );
}

const queuedText = ({ startsInMs }: PageTurn, t: Texts): string =>
  startsInMs === null ? t.queued : t.queuedFor(Math.ceil(startsInMs / 1_000));

/** Of a turn that failed nothing is held. */
function Tools({ tools, failed, t }: { tools: readonly PageTool[]; failed: boolean; t: Texts }) {
  return (
    <ul class="tools">
      {tools.map(({ id, name, outcome, ms, asOf }, place) => {
        const waits = !failed && waitsForYes(tools, place);
        const took = `${outcome && t.outcomes[outcome]}, ${Math.round(ms ?? 0)} ms`;
        const kept = asOf !== undefined && (outcome === 'cached' || outcome === 'stale');
        const ended = waits ? t.waitsForYes : kept ? `${took}, ${t.asOf(clockTime(asOf))}` : took;
        return (
          <li key={id} class={waits ? 'waiting' : (outcome ?? 'running')}>
            <code>{name}</code> {outcome === null ? `${t.running}…` : ended}
          </li>
        );
      })}
    </ul>
  );
}

/** On the clock of whoever looks. */
const clockTime = (at: string): string =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });

function Facts({ reply, t }: { reply: Reply; t: Texts }) {
  const { model, usage, timings, traceId } = reply;
  const counted = `${usage.inputTokens} + ${usage.outputTokens} ${t.tokens}`;
  const facts = [
    ...(model === '' ? [] : [model, counted, `$${usage.costUsd.toFixed(6)}`]),
    `${Math.round(timings.totalMs)} ms`,
  ];
  return (
    <p class="facts">
      {facts.join(' · ')}
      {traceId !== '' && (
        <>
          {' · '}
          <Trace traceId={traceId} t={t} />
        </>
      )}
    </p>
  );
}

/** A link brings no key along: where one is needed it is for `turnfleet trace`. */
function Trace({ traceId, t }: { traceId: string; t: Texts }) {
  const text = `${t.trace} ${traceId.slice(0, 8)}…`;
  if (signInNeeded) return <span title={traceId}>{text}</span>;
  return (
    <a href={`/v1/traces/${traceId}`} target="_blank" rel="noreferrer" title={traceId}>
      {text}
    </a>
  );
}

export function Choices(props: { label: string; choices: readonly string[]; choose: (text: string) => void }) {
  return (
    <nav class="choices" aria-label={props.label}>
      {props.choices.map((text) => (
        <button key={text} type="button" onClick={() => props.choose(text)}>
          {text}
        </button>
      ))}
    </nav>
  );
}
