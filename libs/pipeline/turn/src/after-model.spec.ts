import { describe, expect, it } from '@jest/globals';
import { afterModel, type ModelEnd, maxModelSteps, toolChoiceOf } from './after-model.ts';

const fresh = { steps: 0, sufficient: false, text: '' };
const call = { id: 'call_1', name: 'check_inventory', arguments: '{}' };
const end = (parts: Partial<ModelEnd>): ModelEnd => ({
  kind: 'end',
  toolCalls: [],
  reason: 'stop',
  usage: { inputTokens: 1, outputTokens: 1 },
  ...parts,
});

describe('afterModel', () => {
  it('calls the tools that the model asked for', () => {
    expect(afterModel(fresh, end({ toolCalls: [call], reason: 'tool_calls' }), '')).toEqual({
      kind: 'callTools',
      calls: [call],
    });
  });

  it('finishes with the text once the model has none to call', () => {
    expect(afterModel(fresh, end({}), 'In stock.')).toEqual({ kind: 'finish', incomplete: false });
  });

  it('says that an answer which hit the output limit is cut short', () => {
    expect(afterModel(fresh, end({ reason: 'length' }), 'In st')).toEqual({ kind: 'finish', incomplete: true });
  });

  it('does not take an empty answer for an answer', () => {
    expect(afterModel(fresh, end({}), ' \n')).toMatchObject({ kind: 'fail', error: { kind: 'model_unavailable' } });
  });

  it('passes a refusal on as such', () => {
    expect(afterModel(fresh, end({ reason: 'refusal' }), '')).toMatchObject({ error: { kind: 'model_refused' } });
  });
});

describe('the loop guard', () => {
  const last = { ...fresh, steps: maxModelSteps - 1, text: 'So far: 3 in stock.' };

  it('forbids tools in the last step', () => {
    expect(toolChoiceOf(last)).toBe('none');
  });

  it('finishes with what there is when a model calls tools in spite of that', () => {
    expect(afterModel(last, end({ toolCalls: [call], reason: 'tool_calls' }), '')).toEqual({
      kind: 'finish',
      incomplete: true,
    });
  });

  it('does not take words before the tools for the whole answer', () => {
    expect(afterModel({ ...last, steps: 1 }, end({}), '')).toEqual({ kind: 'finish', incomplete: true });
  });

  it('forbids tools after a result that was marked sufficient', () => {
    expect(toolChoiceOf({ ...fresh, sufficient: true })).toBe('none');
  });
});
