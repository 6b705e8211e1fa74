import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

/** Of the interface, not of the release; its first number is the one in the paths. */
export const apiVersion = '1.0.0';

/** OpenAPI 3.1 from the schemas that validate. */
export const openApiSettings = (about: {
  readonly title: string;
  readonly description: string;
}): FastifyDynamicSwaggerOptions => ({
  openapi: {
    openapi: '3.1.0',
    info: {
      title: about.title,
      version: apiVersion,
      description: `${about.description} Errors are \`application/problem+json\` (RFC 9457).`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key (tfk_…) or a token; none where nobody signs in.',
        },
      },
    },
    security: [{ bearer: [] }, {}],
  },
  transform: jsonSchemaTransform,
  transformObject: jsonSchemaTransformObject,
});
