import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiResponse } from '@nestjs/swagger';
import { headersNamed, limitHeadersIfCounted } from '../openapi/components.js';
import { problemContent } from '../openapi/problem-responses.js';

const text = { type: 'string' };
const client = {
  client_id: { ...text, description: "The key's id, if it is not in `Authorization: Basic`." },
  client_secret: {
    ...text,
    description:
      'The key, if it is not in `Authorization: Basic`. A key that requires signatures has to be there, where they cover it.',
  },
};

/** The request is a form, and a refusal is in OAuth's own words. */
export const FormBody = (properties: Record<string, object>, required: string[]) =>
  applyDecorators(
    ApiConsumes('application/x-www-form-urlencoded'),
    ApiBody({
      schema: {
        type: 'object',
        additionalProperties: true,
        required,
        properties: { ...properties, ...client },
      } as never,
    }),
    ApiResponse({
      status: 400,
      description: 'In the words of RFC 6749, 5.2; or a problem, as everywhere, if it is no matter of the form.',
      headers: { ...limitHeadersIfCounted },
      content: {
        ...refusal('invalid_request'),
        ...problemContent('invalid-input'),
      },
    }),
    ApiResponse({
      status: 401,
      description: '`invalid_client`.',
      headers: headersNamed('WWW-Authenticate'),
      content: refusal('invalid_client'),
    }),
  );

const refusal = (error: string) => ({
  'application/json': {
    schema: {
      type: 'object',
      required: ['error', 'error_description'],
      properties: { error: text, error_description: text },
    } as never,
    example: { error, error_description: 'What is wrong.' },
  },
});
