import { topics } from '@turnfleet/contract/events';
import type { EventOf, HistoryLine, HistoryRecord } from '../history/history-event.ts';
import { Calm } from './calm.ts';
import { ChangesSeen } from './changes-seen.ts';
import { CostsSeen } from './costs-seen.ts';
import { type Counts, countsOf } from './counts.ts';
import { Deaths } from './deaths.ts';
import { effectsSeen } from './effects.ts';
import { Figures } from './figures.ts';
import { Freshness } from './freshness.ts';
import { type CountedSeen, judgeBudgets } from './judge-budgets.ts';
import { judgeCalm } from './judge-calm.ts';
import { judgeChanges } from './judge-changes.ts';
import { judgeCosts } from './judge-costs.ts';
import { judgeEffects } from './judge-effects.ts';
import { judgeHandoffs } from './judge-handoffs.ts';
import { judgeLast, quietFrom } from './judge-last.ts';
import { judgeMemories, seeRemembered } from './judge-memory.ts';
import { judgeOrder, judgeVersions } from './judge-order.ts';
import { judgeTimers } from './judge-timers.ts';
import { judgeRejected, judgeTurns } from './judge-turns.ts';
import { ModelFailures } from './model-failures.ts';
import { observeReply } from './observe-reply.ts';
import { observeSnapshot } from './observe-snapshot.ts';
import { observeDeadLetter, observeSubmitted, observeTurnRecord, seeIncident } from './observe-turns.ts';
import { isSubmitted, Seen } from './seen.ts';
import { Streams } from './streams.ts';
import { emptyTopics } from './topics-seen.ts';
import type { Tell, Verdict } from './verdict.ts';
import { Waits } from './waits.ts';

export interface Report {
  /** Empty if every promise was kept. */
  readonly verdicts: readonly Verdict[];
  readonly counts: Counts;
}

export interface Checker {
  /** Takes the next line of a history in which `readHistory` finds nothing wrong; the first is `begin`. */
  add(line: HistoryLine): void;
  /** What was wrong, after the last line. */
  judge(): Report;
}

/** Judges a run by its history alone. Time is linear in the lines; held are the turns, not their texts. */
export function createChecker(partitions: number): Checker {
  const verdicts: Verdict[] = [];
  const tell: Tell = (verdict) => {
    verdicts.push({ ...verdict, lines: [...new Set(verdict.lines)].sort((a, b) => a - b) });
  };
  const found = emptyTopics();
  const seen = new Seen(partitions);
  const streams = new Streams(seen, tell);
  const effects = effectsSeen();
  const costs = new CostsSeen();
  const counted: CountedSeen[] = [];
  const calm = new Calm();
  const deaths = new Deaths();
  const waits = new Waits(seen);
  const figures = new Figures();
  const models = new ModelFailures();
  const freshness = new Freshness();
  const changes = new ChangesSeen();
  let settings: Partial<EventOf<'begin'>> = {};
  let until = 0;
  const tally = { submitted: 0, faults: 0 };
  let quiet = Number.NEGATIVE_INFINITY;

  const seeRecord = (record: HistoryRecord, line: number): void => {
    found.told.add(record.topic);
    if (record.topic === topics.turns) observeTurnRecord(seen, found, record, line);
    else if (record.topic === topics.replies) observeReply(seen, found, record, line, tell, figures);
    else if (record.topic === topics.conversations) observeSnapshot(seen, found, record, line, tell);
    else if (record.topic === topics.usage) costs.see(record, line, partitions, tell);
    else if (record.topic === topics.changes) changes.seeTold(record, line, settings.startedAt);
    else observeDeadLetter(found, record);
  };

  const seeView = ({ conversationId, version, turns }: EventOf<'viewed'>, line: number): void => {
    seen.conversation(conversationId).view = { line, version, turns: turns.filter(({ reply }) => reply !== null) };
  };

  const seeHeard = ({ reader, turnId, text = '' }: EventOf<'heard'>, line: number): void => {
    const { conversationId } = streams.conversationOf(reader);
    figures.seeTold(text, { line, where: 'What a client was told of', conversationId, turnId });
  };

  return {
    add: ({ event, line }) => {
      switch (event.event) {
        case 'begin':
          settings = event;
          return;
        case 'end':
          until = event.at;
          return;
        case 'fault':
          tally.faults++;
          return;
        case 'quiet':
          quiet = Math.max(quiet, quietFrom(event));
          return;
        case 'calm':
          return calm.see(event);
        case 'died':
          return deaths.see(event, line);
        case 'refused':
        case 'cancelled':
        case 'troubled':
          return seeIncident(seen, event, line);
        case 'submitted':
          tally.submitted++;
          return observeSubmitted(seen, event, line);
        case 'record':
          return seeRecord(event, line);
        case 'served':
          return freshness.seeServed(event, line);
        case 'heard_of':
          return freshness.seeHeardOf(event, line);
        case 'used':
          return freshness.seeUsed(event, line);
        case 'changed':
          changes.changed.push({ ...event, line });
          return;
        case 'service_stopped':
          changes.stops.push(event);
          return;
        case 'made_up':
          return figures.seeMadeUp(event, line);
        case 'heard':
          seeHeard(event, line);
          return streams.see(event, line);
        case 'opened':
        case 'gap':
        case 'closed':
          return streams.see(event, line);
        case 'journal':
          return streams.seeJournal(event, line);
        case 'waited':
          return waits.see(event, line, tell);
        case 'viewed':
          return seeView(event, line);
        case 'billed':
          costs.bills.push({ ...event, line });
          return;
        case 'model_failed':
          return models.see(event);
        case 'counted':
          counted.push({ ...event, line });
          return;
        case 'forgot':
          costs.forgot.push(event.at);
          return;
        case 'effect':
          return effects.see(event, line, tell);
      }
    },
    judge: () => {
      for (const conversation of seen.conversations.values()) {
        seeRemembered(conversation);
        judgeTurns(conversation, found, tell);
        // What nobody submitted is reported as such, and has no place among the others.
        conversation.answered = conversation.answered.filter(isSubmitted);
        judgeVersions(conversation, found, judgeOrder(conversation, tell), tell);
        judgeMemories(conversation, found, tell);
        for (const turn of conversation.turns.values())
          deaths.judgeConviction(conversation, turn, settings.attempts, tell);
      }
      judgeLast(seen, quiet, tell);
      judgeRejected(found, tell);
      deaths.judgeEnds(tell);
      judgeEffects(seen, found, effects.all, settings.effectsOf ?? [], tell);
      judgeHandoffs(seen, tell);
      judgeTimers(seen, settings, until, tell);
      judgeCosts(costs, seen, tell);
      judgeBudgets(counted, costs, tell);
      judgeCalm(seen, calm, models, settings, tell);
      waits.judge(calm, tell);
      streams.judge();
      figures.judge(tell);
      freshness.judge(settings.freshFor ?? {}, tell);
      judgeChanges(changes, until, tell);
      const counts = countsOf(seen, found, {
        ...tally,
        readers: streams.readers,
        gaps: streams.gaps,
        effects: effects.all.length,
      });
      return { verdicts, counts };
    },
  };
}

/** Judges a history that is at hand as a whole. */
export function check(history: Iterable<HistoryLine>): Report {
  let checker: Checker | null = null;
  for (const line of history) {
    if (line.event.event === 'begin') checker = createChecker(line.event.partitions);
    checker?.add(line);
  }
  return (checker ?? createChecker(1)).judge();
}
