import { describe, expect, it } from '@jest/globals';
import { afterStep, type EngineState, type EngineStep, engineStates } from './engine-state.ts';

const steps: readonly EngineStep[] = ['join', 'drain', 'leave', 'fail'];
const after = (...taken: EngineStep[]): EngineState => taken.reduce(afterStep, 'joining' as EngineState);

describe('the state of an engine', () => {
  it('goes from joining to drained, one step after another', () => {
    expect(after()).toBe('joining');
    expect(after('join')).toBe('running');
    expect(after('join', 'drain')).toBe('draining');
    expect(after('join', 'drain', 'leave')).toBe('drained');
  });

  it.each(['joining', 'running', 'draining'] as const)('turns to failed out of %s', (state) => {
    expect(afterStep(state, 'fail')).toBe('failed');
  });

  it.each(['drained', 'failed'] as const)('stays %s whatever comes', (state) => {
    expect(steps.map((step) => afterStep(state, step))).toEqual(steps.map(() => state));
  });

  it('drains out of joining, and is not let in afterwards', () => {
    expect(after('drain', 'join')).toBe('draining');
  });

  it('leaves only after a drain', () => {
    expect(engineStates.filter((state) => afterStep(state, 'leave') !== state)).toEqual(['draining']);
  });
});
