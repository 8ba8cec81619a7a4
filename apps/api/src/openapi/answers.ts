import { applyDecorators, Header, HttpCode, SetMetadata, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { PageInfo } from '../common/page.dto.js';
import { headersNamed } from './components.js';

/*
 * What an operation answers with, for the OpenAPI document: one decorator for each kind of success, with the operation's
 * summary first. The problems that follow from what an operation is are added by operations.ts; `refuses` names those that only
 * its author knows.
 */

interface Options {
  refuses?: (400 | 401 | 403 | 404 | 409 | 412 | 503)[];
  headers?: Record<string, string>;
}

export const REFUSES = 'homeroom:refuses';

/** 200 with something that has no ETag; of several views, one of them. */
export const Answers = (summary: string, view: Type | Type[], { refuses = [], headers = {} }: Options = {}) =>
  applyDecorators(
    ApiOperation({ summary }),
    SetMetadata(REFUSES, refuses),
    ...Object.entries(headers).map(([name, value]) => Header(name, value)),
    ...(Array.isArray(view)
      ? [
          ApiExtraModels(...view),
          ApiResponse({
            status: 200,
            description: 'Done.',
            schema: { oneOf: view.map((each) => ({ $ref: getSchemaPath(each) })) },
          }),
        ]
      : [ApiResponse({ status: 200, type: view, description: 'Done.', headers: documented(headers) })]),
  );

/** 201 with secrets that are shown this once: no resource to be read again, so neither ETag nor Location. */
export const AnswersSecret = (summary: string, view: Type, { refuses = [] }: Options = {}) =>
  applyDecorators(
    HttpCode(201),
    ApiOperation({ summary }),
    SetMetadata(REFUSES, refuses),
    ApiResponse({ status: 201, type: view, description: 'Made. It is shown this once.' }),
  );

/** 200 with one resource and its ETag. */
export const AnswersOne = (summary: string, view: Type, { refuses = [] }: Options = {}) =>
  applyDecorators(
    ApiOperation({ summary }),
    SetMetadata(REFUSES, refuses),
    ApiResponse({ status: 200, type: view, description: 'The resource.', headers: headersNamed('ETag') }),
  );

/** 201 with what was made, its ETag and its Location. */
export const AnswersCreated = (summary: string, view: Type, { refuses = [] }: Options = {}) =>
  applyDecorators(
    HttpCode(201),
    ApiOperation({ summary }),
    SetMetadata(REFUSES, refuses),
    ApiResponse({ status: 201, type: view, description: 'Made.', headers: headersNamed('ETag', 'Location') }),
  );

/** 200 with one page of resources. */
export const AnswersPage = (summary: string, view: Type, { refuses = [] }: Options = {}) =>
  applyDecorators(
    ApiOperation({ summary }),
    SetMetadata(REFUSES, refuses),
    ApiExtraModels(view, PageInfo),
    ApiResponse({
      status: 200,
      description: 'One page, sorted.',
      headers: headersNamed('Link'),
      schema: {
        type: 'object',
        required: ['data', 'page'],
        additionalProperties: false,
        properties: {
          data: { type: 'array', items: { $ref: getSchemaPath(view) } },
          page: { $ref: getSchemaPath(PageInfo) },
        },
      },
    }),
  );

/** 202 for what happens later, and whose outcome isn't told. */
export const Accepted = (summary: string, { refuses = [] }: Options = {}) =>
  applyDecorators(
    HttpCode(202),
    ApiOperation({ summary }),
    SetMetadata(REFUSES, refuses),
    ApiResponse({ status: 202, description: 'Asked for.' }),
  );

/** 204. */
export const NoContent = (summary: string, { refuses = [], headers = {} }: Options = {}) =>
  applyDecorators(
    HttpCode(204),
    ApiOperation({ summary }),
    SetMetadata(REFUSES, refuses),
    ...Object.entries(headers).map(([name, value]) => Header(name, value)),
    ApiResponse({
      status: 204,
      description: 'Done.',
      headers: documented(headers),
    }),
  );

const documented = (headers: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, example]) => [
      name,
      { required: true, schema: { type: 'string' as const }, example },
    ]),
  );
