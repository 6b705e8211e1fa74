import { createHash } from 'node:crypto';
import { type HttpApp, problems, textAnswer } from '@turnfleet/http-kit';
import { pageFiles } from '@turnfleet/page/files';

/** Only what the page brings itself: no inline script or style, no other origin, no framing. */
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Where the HTML has room to say which model answers, and whether clients sign in. */
const modelPlace = '%model%';
const signInPlace = '%sign-in%';

interface PageFacts {
  readonly simulatedModel: boolean;
  readonly signIn: boolean;
}

/** The chat page and its files, from memory. */
export function pageRoutes(app: HttpApp, { simulatedModel, signIn }: PageFacts): void {
  for (const { url, type, text } of pageFiles) {
    const body = text
      .replace(modelPlace, simulatedModel ? 'simulated' : 'real')
      .replace(signInPlace, signIn ? 'needed' : 'none');
    const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
    app.get(
      url,
      {
        config: { may: 'everybody' },
        schema: {
          operationId:
            url === '/' ? 'page' : `page${url.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
          summary: url === '/' ? 'The chat page' : 'A file of the chat page',
          response: { 200: textAnswer('The file.', type), ...problems() },
        },
      },
      (request, reply) => {
        reply.headers({ ...securityHeaders, etag, 'cache-control': 'no-cache' });
        if (request.headers['if-none-match'] === etag) return reply.code(304 as 200).send('');
        return reply.type(`${type}; charset=utf-8`).send(body);
      },
    );
  }
}
