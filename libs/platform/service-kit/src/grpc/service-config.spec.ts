import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parseConfig } from '../config.ts';
import { serviceConfig } from './service-config.ts';

describe('the configuration of a domain service', () => {
  const schema = z.object(serviceConfig(9_465));

  it('needs nothing', () => {
    expect(parseConfig(schema, {})).toMatchObject({ ok: true, value: { HOST: '127.0.0.1', OPS_PORT: 9_465 } });
  });

  it.each(['mysql://h/db', 'postgres:user:secret@h/db', 'nonsense'])(
    'refuses %j as a database, without repeating it',
    (url) => {
      const parsed = parseConfig(schema, { DATABASE_URL: url });
      expect(parsed).toMatchObject({ ok: false, problems: [expect.stringMatching(/^DATABASE_URL: /)] });
      expect(JSON.stringify(parsed)).not.toContain('secret@');
    },
  );
});
