import type {
  ContentObject,
  OperationObject,
  ParameterObject,
  RequestBodyObject,
  ResponseObject,
  SchemaObject,
} from '@nestjs/swagger';
import { anchorOf, OPEN } from './anchor.js';
import { headersNamed, limitHeaders, parameter } from './components.js';
import { notModified, otherProblem, problem } from './problem-responses.js';
import type { Route } from './routes.js';
import { exampleOf, patchExampleOf } from './schemas.js';

type Schemas = Record<string, SchemaObject>;
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Adds to an operation what follows from its route: who may, which conditions and problems there are, and examples. */
export function completeOperation(
  method: Method,
  operation: OperationObject,
  route: Route,
  schemas: Schemas,
): OperationObject {
  const success = Object.entries(operation.responses).map(
    ([status, response]) => [status, successOf(response as ResponseObject, route, schemas)] as const,
  );
  const hasEtag = method === 'get' && success.some(([, { headers }]) => headers && 'ETag' in headers);
  // A route that refuses in words of its own says so itself.
  const problems = problemStatuses(operation, route)
    .filter((status) => !(status in operation.responses))
    .map((status) => [status, problem(status)] as const);
  const { tags, summary, operationId, requestBody } = operation;
  return {
    tags,
    summary,
    description: whoMay(route),
    operationId,
    ...(route.decision === 'public' ? { security: [] } : { 'x-permission': route.decision }),
    parameters: [
      // Every HTTP client sends it, so it is no parameter.
      ...(operation.parameters as ParameterObject[]).filter(({ name }) => name !== 'user-agent'),
      ...(route.takesIfMatch ? [parameter('IfMatch')] : []),
      ...(route.takesProof ? [parameter('DPoP')] : []),
      ...(hasEtag ? [parameter('IfNoneMatch')] : []),
    ],
    ...(requestBody && { requestBody: bodyOf(method, requestBody as RequestBodyObject, schemas) }),
    responses: {
      ...Object.fromEntries(success),
      ...(hasEtag && { 304: notModified }),
      ...Object.fromEntries(problems),
      default: otherProblem,
    },
  };
}

/** In the order of the statuses; 405 and what the HTTP server refuses by itself are the default. */
function problemStatuses(
  { parameters = [], requestBody }: OperationObject,
  { decision, refuses, takesIfMatch, counted }: Route,
): number[] {
  const hasPathParameter = (parameters as ParameterObject[]).some((each) => each.in === 'path');
  const statuses = [
    400,
    ...(decision === 'public' ? [] : [401, 403]),
    ...(hasPathParameter ? [404] : []),
    ...(takesIfMatch ? [412] : []),
    ...(requestBody ? [413, 415] : []),
    ...(counted ? [429] : []),
    500,
    503,
    ...refuses,
  ];
  return [...new Set(statuses)].toSorted((a, b) => a - b);
}

const RECENT =
  ' It needs a password or a second factor that was used in the last ten minutes: a 401 with `error="insufficient_user_authentication"` (RFC 9470) asks for a step-up.';

function whoMay({ decision, needsRecent }: Route): string {
  if (decision === 'public') return `Open to everyone; [the policy](/policy#${OPEN}) lists what else is.`;
  const { action, subject } = decision!;
  return `For whoever may \`${action}\` \`${subject}\`: [the policy](/policy#${anchorOf(decision!)}) says who that is, and for which rows and properties.${needsRecent ? RECENT : ''}`;
}

function successOf(
  { content, headers, ...response }: ResponseObject,
  { counted }: Route,
  schemas: Schemas,
): ResponseObject {
  return {
    ...response,
    headers: { ...headersNamed('X-Request-Id'), ...(counted && limitHeaders), ...headers },
    ...(content && { content: withExamples(content, schemas) }),
  };
}

function bodyOf(method: Method, { content, ...body }: RequestBodyObject, schemas: Schemas): RequestBodyObject {
  if (method !== 'patch') return { ...body, content: withExamples(content, schemas) };
  const media = content['application/json']!;
  const json = { ...media, example: patchExampleOf(media.schema!, schemas) };
  return { ...body, content: { 'application/merge-patch+json': json, 'application/json': json } };
}

function withExamples(content: ContentObject, schemas: Schemas): ContentObject {
  return Object.fromEntries(
    Object.entries(content).map(([type, media]) => [
      type,
      { ...media, example: media.example ?? exampleOf(media.schema!, schemas) },
    ]),
  );
}
