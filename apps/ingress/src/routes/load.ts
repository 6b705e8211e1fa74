import { fleetFigures } from '@turnfleet/admission';
import { loadSchema } from '@turnfleet/contract/http';
import { type HttpApp, problems } from '@turnfleet/http-kit';
import type { Admission } from '../admission/open-admission.ts';

/** How busy the fleet is, whose turns wait, and who is refused: for whoever operates it. */
export function loadRoute(app: HttpApp, { admission }: { readonly admission: Pick<Admission, 'loads'> }): void {
  app.get(
    '/v1/operate/load',
    {
      config: { produces: 'application/json', may: ['operate'] },
      schema: {
        operationId: 'getLoad',
        summary: 'How busy the fleet is, whose turns wait, who is refused and since when',
        response: { 200: loadSchema, ...problems(401, 403, 406, 503) },
      },
    },
    async () => {
      const { workers, doors } = await admission.loads();
      const { capacity, behind, fullPerSecond, oldestMs, sharers } = fleetFigures(workers);
      const sum = (of: (load: (typeof workers)[number]) => number): number =>
        workers.reduce((total, load) => total + of(load), 0);
      return {
        fleet: {
          ...{ capacity, behind, oldestMs, canEndPerSecond: fullPerSecond },
          inFlight: sum(({ inFlight }) => inFlight),
          waiting: sum(({ waiting }) => waiting),
          endsPerSecond: sum(({ perSecond }) => perSecond),
        },
        workers: workers.map((load) => ({
          ...{ name: load.name, inFlight: load.inFlight, capacity: load.capacity, waiting: load.waiting },
        })),
        doors: doors.map(({ name, perSecond, streams }) => ({ name, letInPerSecond: perSecond, streams })),
        sharers: sharers.toSorted((a, b) => b.waiting - a.waiting),
        limited: doors
          .flatMap(({ name, limited }) => limited.map((one) => ({ door: name, ...one })))
          .sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1)),
      };
    },
  );
}
