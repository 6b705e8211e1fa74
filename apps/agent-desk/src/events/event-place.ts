import { z } from 'zod';

/** How far a reader has come in the journal of each conversation that they have: conversation → id of its last event. */
type EventPlaces = ReadonlyMap<string, string>;

const writtenSchema = z.record(z.string(), z.string());

/** As the id of an event: whoever has it can go on from there at any instance. */
export function eventPlaceOf(places: EventPlaces): string {
  return Buffer.from(JSON.stringify(Object.fromEntries(places))).toString('base64url');
}

/** What an id says; nothing if it is none of ours. */
export function placesOfEvent(id: string | null): EventPlaces {
  try {
    const written: unknown = JSON.parse(Buffer.from(id ?? '', 'base64url').toString());
    return new Map(Object.entries(writtenSchema.safeParse(written).data ?? {}));
  } catch {
    return new Map();
  }
}
