/**
 * Where a turn engine is in its life, as `/readyz` and the metrics show it.
 * - `joining`: the group has not let it in yet.
 * - `running`: it takes whatever the group gives it, be that nothing.
 * - `draining`: it takes nothing new and finishes what runs.
 * - `drained`: it has left the group.
 * - `failed`: only a new process helps. It stays so, drained or not.
 */
export const engineStates = ['joining', 'running', 'draining', 'drained', 'failed'] as const;
export type EngineState = (typeof engineStates)[number];

/** What moves an engine on. */
export type EngineStep = 'join' | 'drain' | 'leave' | 'fail';

const next: Readonly<Record<EngineState, Partial<Record<EngineStep, EngineState>>>> = {
  joining: { join: 'running', drain: 'draining', fail: 'failed' },
  running: { drain: 'draining', fail: 'failed' },
  draining: { leave: 'drained', fail: 'failed' },
  drained: {},
  failed: {},
};

/** The state after a step; a step that the state does not know changes nothing, as a second drain. */
export const afterStep = (state: EngineState, step: EngineStep): EngineState => next[state][step] ?? state;
