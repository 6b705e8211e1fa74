import { TurnfleetError } from '@turnfleet/core';
import { type ScriptedAnswer, type ScriptedModel, scriptedModel } from '@turnfleet/model/testing';
import { memoryResults } from '@turnfleet/tools';
import { type ScriptedTransport, scriptedTransport } from '@turnfleet/tools/testing';
import { modelClientContract } from './model-client-contract.ts';
import { resultStoreContract } from './result-store-contract.ts';
import { type ToolBehaviour, toolTransportContract } from './tool-transport-contract.ts';

// The doubles that specs of the pipeline stand on keep the rules of the ports they stand in for.
modelClientContract('the scripted model', async () => {
  let model: ScriptedModel = scriptedModel([]);
  return {
    client: { stream: (request, signal) => model.stream(request, signal) },
    model: 'm',
    script: (answers: readonly ScriptedAnswer[]) => {
      model = scriptedModel(answers);
    },
    asked: () => model.requests.length,
    stop: async () => undefined,
  };
});

toolTransportContract('the scripted transport', async () => {
  let behaviour: ToolBehaviour = () => {
    throw new TurnfleetError('internal', 'no behaviour');
  };
  const play = (args: Readonly<Record<string, unknown>>) => behaviour(args);
  const make = (): ScriptedTransport => scriptedTransport({ check_inventory: play, reserve_stock: play });
  let transport = make();
  return {
    transport: { call: (...call) => transport.call(...call) },
    behave: (next: ToolBehaviour) => {
      behaviour = next;
      transport = make();
    },
    keys: () => transport.calls.map(({ key }) => key),
    stop: async () => undefined,
  };
});

resultStoreContract('the memory of a process', async () => {
  const store = memoryResults(2 ** 20);
  return { store, other: store, stop: async () => undefined };
});
